import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  ForbiddenException,
  Get,
  HttpException,
  Injectable,
  type INestApplication,
  type ModuleMetadata,
  Param,
  Req,
  Scope,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { of as observableOf, throwError } from 'rxjs';
import request from 'supertest';
import {
  AllowAny,
  BasePermission,
  deny,
  DenyAll,
  IsAdminUser,
  IsAuthenticated,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
  type PermissionsModuleOptions,
} from '../../../lib/index.js';
import { forceAuthenticate } from '../../../lib/testing/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';

const ALICE = { id: 1, name: 'alice' };
const ADMIN = { id: 9, name: 'admin', isStaff: true };

interface Incoming {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: unknown;
}

/** Wants a token of everybody, as the guards of Passport do. */
@Injectable()
class StrictAuthGuard implements CanActivate {
  async canActivate(execution: ExecutionContext) {
    const incoming = execution.switchToHttp().getRequest<Incoming>();
    if (incoming.headers['authorization'] !== 'Bearer good') throw new UnauthorizedException();
    incoming.user = { id: 7, name: 'the token' };
    return Promise.resolve(true);
  }
}

/** Refuses users, too, with the status by which guards of authentication refuse. */
class SignedInJustNow extends BasePermission {
  hasPermission() {
    return deny({ status: 401 });
  }
}

@Controller('who')
class WhoController {
  @Get()
  @Permissions(IsAuthenticated)
  who(@Req() { user }: Incoming) {
    return { user };
  }

  @Get('open')
  @Permissions(AllowAny)
  open(@Req() { user }: Incoming) {
    return { user };
  }

  @Get('admin')
  @Permissions(IsAdminUser)
  admin() {
    return 'admin';
  }

  @Get('fresh')
  @Permissions(SignedInJustNow)
  fresh() {
    return 'fresh';
  }

  @Get('closed')
  @Permissions(DenyAll)
  closed() {
    return 'closed';
  }
}

function application(
  guards: readonly (new (...parameters: never[]) => CanActivate)[] = [],
  options: PermissionsModuleOptions = {},
): ModuleMetadata {
  return {
    imports: [PermissionsModule.forRoot(options)],
    controllers: [WhoController],
    providers: guards.map((useClass) => ({ provide: APP_GUARD, useClass })),
  };
}

const get = (app: INestApplication, path: string) => request(app.getHttpServer() as never).get(path);

async function statusOf(app: INestApplication, path = '/who'): Promise<number> {
  return (await get(app, path)).status;
}

onEveryAdapter('forceAuthenticate()', (boot) => {
  it('[C304] makes a user of nobody, where nothing authenticates', async () => {
    const app = await boot(application());
    expect(await statusOf(app)).toBe(401);
    forceAuthenticate(app, ALICE);
    expect((await get(app, '/who')).body).toEqual({ user: ALICE });
    expect(await statusOf(app, '/who/admin')).toBe(403);
    forceAuthenticate(app, ADMIN);
    expect(await statusOf(app, '/who/admin')).toBe(200);
  });

  it('[C305] grants nothing beside: what refuses users refuses this one, as a user', async () => {
    const app = await boot(application());
    forceAuthenticate(app, ALICE);
    const { status, body } = await get(app, '/who/closed');
    expect([status, body.code]).toEqual([403, 'permission_denied']);
    expect(await statusOf(app, '/who/fresh')).toBe(401);
  });

  it('goes before what authentication says, whose guard still runs', async () => {
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({})],
      controllers: [WhoController],
    });
    forceAuthenticate(app, ALICE);
    for (const path of ['/who', '/who/open']) {
      expect((await as(app, { id: 5 }).get(path)).body).toEqual({ user: ALICE });
    }
  });

  it('overrules a guard that refuses with 401, and no other refusal', async () => {
    const app = await boot(application([StrictAuthGuard]));
    expect(await statusOf(app)).toBe(401);
    forceAuthenticate(app, ALICE);
    expect((await get(app, '/who')).body).toEqual({ user: ALICE });
    expect((await get(app, '/who').set('authorization', 'Bearer good')).body).toEqual({ user: ALICE });
    expect((await get(app, '/who/open')).body).toEqual({ user: ALICE });

    class QuotaGuard implements CanActivate {
      canActivate(): boolean {
        throw new HttpException('Too many', 429);
      }
    }
    class ClosedGuard implements CanActivate {
      canActivate(): Promise<boolean> {
        return Promise.reject(new ForbiddenException());
      }
    }
    class FalseGuard implements CanActivate {
      canActivate() {
        return observableOf(false);
      }
    }
    for (const [guard, status] of [
      [QuotaGuard, 429],
      [ClosedGuard, 403],
      [FalseGuard, 403],
    ] as const) {
      const other = await boot(application([guard]));
      forceAuthenticate(other, ALICE);
      expect(await statusOf(other)).toBe(status);
    }
  });

  it('overrules a guard of a controller, which runs after the permissions, and one that answers an observable', async () => {
    class LateAuthGuard implements CanActivate {
      canActivate() {
        return throwError(() => new UnauthorizedException());
      }
    }
    @Controller('late')
    @UseGuards(LateAuthGuard)
    class LateController {
      @Get()
      late(@Req() { user }: Incoming) {
        return { user };
      }
    }
    const app = await boot({
      imports: [PermissionsModule.forRoot({ audit: 'off' })],
      controllers: [LateController],
    });
    forceAuthenticate(app, ALICE);
    expect((await get(app, '/late')).body).toEqual({ user: ALICE });
  });

  it('holds where the guard of the permissions is bound by hand', async () => {
    @Controller('bound')
    @UseGuards(StrictAuthGuard, PermissionsGuard)
    class BoundController {
      @Get() list(@Req() { user }: Incoming) {
        return { user };
      }
    }
    const imports = [PermissionsModule.forRoot({ globalGuard: false })];
    const app = await boot({ imports, controllers: [BoundController] });
    forceAuthenticate(app, ALICE);
    expect((await get(app, '/bound')).body).toEqual({ user: ALICE });
  });

  it('goes before the option `getUser`, and gives it back', async () => {
    const app = await boot(application([], { getUser: () => ADMIN }));
    const restore = forceAuthenticate(app, ALICE);
    expect(await statusOf(app, '/who/admin')).toBe(403);
    restore();
    expect(await statusOf(app, '/who/admin')).toBe(200);
  });

  it('[C308] null is a guest, whom a guard that wants no guests refuses', async () => {
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({})],
      controllers: [WhoController],
    });
    forceAuthenticate(app, ALICE);
    forceAuthenticate(app, null);
    expect((await as(app, ALICE).get('/who')).status).toBe(401);
    expect((await as(app, ALICE).get('/who/open')).body).toEqual({ user: null });
    const strict = await boot(application([StrictAuthGuard]));
    forceAuthenticate(strict, null);
    expect(await statusOf(strict, '/who/open')).toBe(401);
    expect((await get(strict, '/who/open').set('authorization', 'Bearer good')).body).toEqual({ user: null });
  });

  it('[C309] ends with `undefined`, and with the function that it answered', async () => {
    const app = await boot(application([StrictAuthGuard]));
    forceAuthenticate(app, ALICE);
    forceAuthenticate(app, ADMIN);
    forceAuthenticate(app, undefined);
    expect(await statusOf(app)).toBe(401);
    const restore = forceAuthenticate(app, ALICE);
    expect(await statusOf(app)).toBe(200);
    restore();
    restore();
    expect(await statusOf(app)).toBe(401);
    expect((await get(app, '/who').set('authorization', 'Bearer good')).body.user.name).toBe('the token');
  });

  it('gives a guard that a test has put its own method on that method back', async () => {
    const guard = { canActivate: () => false };
    const app = await boot({ ...application(), providers: [{ provide: APP_GUARD, useValue: guard }] });
    const { canActivate } = guard;
    const restore = forceAuthenticate(app, ALICE);
    expect(guard.canActivate).not.toBe(canActivate);
    restore();
    expect(guard.canActivate).toBe(canActivate);
    expect(await statusOf(app)).toBe(403);
  });

  it('chooses for each request, where it is given a function', async () => {
    const app = await boot(application([StrictAuthGuard]));
    const users: Readonly<Record<string, object | null>> = { alice: ALICE, admin: ADMIN, nobody: {} };
    forceAuthenticate(app, ({ headers }: Incoming) => users[headers['x-as'] ?? ''] ?? null);
    const statuses = ['alice', 'admin', 'guest', 'nobody'].map(async (name) => {
      return (await get(app, '/who/admin').set('x-as', name)).status;
    });
    expect(await Promise.all(statuses)).toEqual([403, 200, 401, 500]);
  });

  it('concerns one application of several', async () => {
    const [one, other] = [await boot(application()), await boot(application())];
    forceAuthenticate(one, ALICE);
    expect([await statusOf(one), await statusOf(other)]).toEqual([200, 401]);
  });

  it('leaves alone what is made anew for every request', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class ScopedGuard implements CanActivate {
      canActivate(): boolean {
        throw new UnauthorizedException();
      }
    }
    @Controller('scoped')
    class ScopedController {
      @Get(':id') @UseGuards(ScopedGuard) retrieve(@Param('id') id: string) {
        return id;
      }
    }
    const app = await boot({ imports: [PermissionsModule.forRoot({})], controllers: [ScopedController] });
    forceAuthenticate(app, ALICE);
    expect(await statusOf(app, '/scoped/1')).toBe(401);
  });

  it('refuses a user who would count as anonymous', async () => {
    const app = await boot(application());
    forceAuthenticate(app, ALICE);
    expect(() => forceAuthenticate(app, { isStaff: true })).toThrow('the user counts as anonymous');
    expect(await statusOf(app)).toBe(200);
  });

  it('refuses to run in production', async () => {
    const app = await boot(application());
    const { NODE_ENV } = process.env;
    process.env['NODE_ENV'] = 'production';
    try {
      expect(() => forceAuthenticate(app, ALICE)).toThrow('forceAuthenticate() is for tests');
    } finally {
      process.env['NODE_ENV'] = NODE_ENV;
    }
    expect(await statusOf(app)).toBe(401);
  });
});
