import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  AllowAny,
  BasePermission,
  DenyAll,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
} from '../../../lib/index.js';
import { throttle, Throttles, ThrottlesModule } from '../../../lib/throttler/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthGuard } from '../../support/header-authentication.js';
import { ada, bob, Clock, guest, limited, statuses } from './limited.js';

/** What ran, in order. */
const ran: string[] = [];
beforeEach(() => void (ran.length = 0));

/** Reports, and refuses whoever sends a token that is none. */
@Injectable()
class TokenGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    ran.push('authentication');
    const { headers } = execution.switchToHttp().getRequest<{ headers: object }>();
    if ('authorization' in headers) throw new UnauthorizedException();
    return true;
  }
}

@Module({ providers: [{ provide: APP_GUARD, useClass: TokenGuard }] })
class TokenModule {}

class Reports extends BasePermission {
  override hasPermission({ action }: { action: string }): boolean {
    ran.push('permissions');
    return action !== 'refused';
  }
}

class Own extends BasePermission<{ id: number }> {
  override hasObjectPermission(_: unknown, { id }: { id: number }): boolean {
    return id === 1;
  }
}

class Things {
  findOne(id: string) {
    ran.push('load');
    return Number(id) > 2 ? undefined : { id: Number(id) };
  }
}

const strict = throttle({ scope: 'everything', rate: '3/min', countRefused: true });
const lenient = throttle({ scope: 'admitted', rate: '3/min' });

@Controller('strict')
@Throttles(strict)
@LoadObject(Things, (things, { id = '' }) => things.findOne(id))
class StrictController {
  @Get('refused') @Permissions(DenyAll) refused() {
    return '';
  }
  @Get('users') @Permissions(IsAuthenticated) users() {
    return '';
  }
  @Get('open') @Permissions(AllowAny) open() {
    return '';
  }
  @Get('things/:id') @Permissions(Own) retrieve(@LoadedObject() thing: object) {
    return thing;
  }
}

@Controller('lenient')
@Throttles(lenient)
class LenientController {
  @Get('refused') @Permissions(DenyAll) refused() {
    return '';
  }
  @Get('open') @Permissions(AllowAny) open() {
    return '';
  }
}

@Controller('reports')
@Permissions(Reports)
class ReportsController {
  @Get() admitted() {
    return '';
  }
  @Get('refused') refused() {
    return '';
  }
}

onEveryAdapter('the order', (boot) => {
  const everything = ThrottlesModule.forRoot([
    throttle({ rate: '2/hour', by: 'address' }),
    throttle({ rate: '9/hour', countRefused: true }),
    throttle({ rate: '9/min' }),
  ]);
  const permissions = PermissionsModule.forRoot();

  it.each([
    ['first', [everything, TokenModule, permissions]],
    ['in the middle', [TokenModule, everything, permissions]],
    ['last', [permissions, TokenModule, everything]],
  ])('[SEC-225] is address, authentication, permissions, whether the module is imported %s', async (_, imports) => {
    const app = await boot({ imports, controllers: [ReportsController] });
    expect(await statuses(2, () => as(app, guest).get('/reports'))).toEqual([200, 200]);
    expect(ran).toEqual(['authentication', 'permissions', 'authentication', 'permissions']);
    expect(await statuses(1, () => as(app, guest).get('/reports'))).toEqual([429]);
    expect(ran).toHaveLength(4);
  });

  it('[SEC-225] lets an address flood no authentication: what that refuses is counted by address', async () => {
    const app = await boot({ imports: [TokenModule, permissions, everything], controllers: [ReportsController] });
    const wrong = () => as(app, guest).get('/reports').set('Authorization', 'Bearer wrong');
    expect(await statuses(4, wrong)).toEqual([401, 401, 429, 429]);
    expect(ran).toEqual(['authentication', 'authentication']);
  });

  it('is before guards that useGlobalGuards() adds', async () => {
    const app = await boot(
      { imports: [permissions, everything], controllers: [ReportsController] },
      { configure: (application) => void application.useGlobalGuards(new TokenGuard()) },
    );
    expect(await statuses(3, () => as(app, guest).get('/reports'))).toEqual([200, 200, 429]);
    expect(ran).toEqual(['authentication', 'permissions', 'authentication', 'permissions']);
  });

  describe('of a throttle by user', () => {
    it('[C144] [C148] is behind permissions, and what they refuse is not counted', async () => {
      const app = await boot(limited([LenientController], {}));
      expect(await statuses(10, () => as(app, ada).get('/lenient/refused'))).toEqual(Array(10).fill(403));
      expect(await statuses(4, () => as(app, ada).get('/lenient/open'))).toEqual([200, 200, 200, 429]);
      expect(await statuses(1, () => as(app, ada).get('/lenient/refused'))).toEqual([403]);
    });

    it('[SEC-225] is before permissions where refusals count: 401, 403 and 404', async () => {
      const app = await boot({ ...limited([StrictController], {}), providers: [Things] });
      const sent = async (user: unknown, paths: string[]) => {
        const answers: number[] = [];
        for (const path of paths) answers.push((await as(app, user).get(`/strict/${path}`)).status);
        return answers;
      };
      expect(await sent(guest, ['users', 'users', 'users', 'users', 'open'])).toEqual([401, 401, 401, 429, 429]);
      expect(await sent(ada, ['refused', 'things/2', 'things/3', 'things/1'])).toEqual([403, 403, 404, 429]);
      // nothing is loaded for somebody who must wait
      expect(ran).toEqual(['load', 'load']);
      expect(await sent(bob, ['things/1', 'users', 'open', 'open'])).toEqual([200, 200, 200, 429]);
    });
  });

  it('is the same where the guards are bound to a controller, and global guards are none', async () => {
    @Controller('bound')
    @UseGuards(HeaderAuthGuard, PermissionsGuard)
    @Throttles(throttle({ rate: '1/min' }))
    class BoundController {
      @Get() list() {
        return '';
      }
    }
    const app = await boot({
      imports: [ThrottlesModule.forRoot(), PermissionsModule.forRoot({ globalGuard: false })],
      controllers: [BoundController],
    });
    expect(await statuses(2, () => as(app, ada).get('/bound'))).toEqual([200, 429]);
    expect(await statuses(2, () => as(app, bob).get('/bound'))).toEqual([200, 429]);
    expect(await statuses(2, () => as(app, guest).get('/bound'))).toEqual([401, 401]);
  });

  it('asks once where the guard is bound twice', async () => {
    @Controller('twice')
    @UseGuards(PermissionsGuard)
    @Throttles(throttle({ rate: '2/min' }))
    class TwiceController {
      @Get() list() {
        return '';
      }
    }
    const app = await boot(limited([TwiceController], {}));
    expect(await statuses(3, () => as(app, ada).get('/twice'))).toEqual([200, 200, 429]);
  });

  it('knows the user that the option getUser answers, later too', async () => {
    const clock = new Clock();
    const getUser = () => Promise.resolve({ id: 7 });
    const app = await boot(limited([LenientController], { storage: clock.storage }, { getUser }));
    expect(await statuses(4, () => as(app, null).get('/lenient/open'))).toEqual([200, 200, 200, 429]);
  });

  it('ends with 500 where the user cannot be known', async () => {
    const app = await boot(limited([LenientController], {}, { getUserId: () => new (class Id {})() }));
    const { status, body } = await as(app, ada).get('/lenient/open');
    expect([status, body]).toEqual([500, { statusCode: 500, message: 'Internal server error' }]);
  });

  it('leaves applications alone that have no authentication', async () => {
    const app = await boot({
      imports: [PermissionsModule.forRoot([AllowAny]), ThrottlesModule.forRoot([throttle({ rate: '1/min' })])],
      controllers: [LenientController, ReportsController],
    });
    expect(await statuses(2, () => as(app, guest).get('/reports'))).toEqual([200, 429]);
  });

  it('is kept by other applications of the process', async () => {
    const [one, other] = [await boot(limited([LenientController], {})), await boot(limited([LenientController], {}))];
    expect(await statuses(4, () => as(one, ada).get('/lenient/open'))).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, () => as(other, ada).get('/lenient/open'))).toEqual([200]);
  });
});
