import {
  Controller,
  type ExecutionContext,
  Get,
  HttpException,
  Injectable,
  Redirect,
  type Type,
  UseGuards,
} from '@nestjs/common';
import {
  AllowAny,
  AuthorizedScope,
  BasePermission,
  IsAuthenticated,
  isOwner,
  onDecision,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
  type Scope,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';

@Controller('known')
@Permissions(AllowAny)
class KnownController {
  @Get()
  read(): string {
    return 'read';
  }

  @Get('user')
  @Permissions(IsAuthenticated)
  readAsUser(): string {
    return 'read';
  }

  @Get('moved')
  @Permissions(IsAuthenticated)
  @Redirect('/known', 301)
  moved(): void {
    // Nest redirects
  }
}

/** A class decorator that puts a proxy in the place of the class, as some tracing libraries do. */
const Proxied: ClassDecorator = (target) => new Proxy(target, {});

@Controller('proxied')
@Permissions(AllowAny)
@Proxied
class ProxiedController {
  @Get()
  read(): string {
    return 'never';
  }
}

@Controller('lists')
@Permissions(isOwner('authorId'))
class ListsController {
  @Get()
  list(@AuthorizedScope() scope: Scope): unknown {
    return scope.filter([]);
  }
}

@Injectable()
class Unreadable extends IsAuthenticated {}

Object.defineProperty(Unreadable.prototype, 'message', {
  get() {
    throw new Error('no translation for this text');
  },
});

@Injectable()
class Counts extends BasePermission {
  asked = 0;

  hasPermission(): boolean {
    this.asked += 1;
    return true;
  }
}

@Controller('bound-twice')
@UseGuards(PermissionsGuard)
@Permissions(Counts)
class BoundTwiceController {
  @Get()
  read(): string {
    return 'read';
  }

  @Get('thrice')
  @UseGuards(PermissionsGuard)
  readAgain(): string {
    return 'read';
  }
}

@Controller('unreadable')
@Permissions(Unreadable)
class UnreadableController {
  @Get()
  read(): void {
    // never reached: the application does not start
  }
}

/** What Nest would hand to the guard over another transport. */
function executionOver(type: string, controller: Type, handler: unknown): ExecutionContext {
  const execution = {
    getType: () => type,
    getClass: () => controller,
    getHandler: () => handler,
    getArgs: () => [{}, {}],
  };
  return execution as unknown as ExecutionContext;
}

onEveryAdapter('the guard', (boot) => {
  const imports = [PermissionsModule.forRoot(), HeaderAuthModule];

  it('answers 500 for a handler that start-up did not see', async () => {
    const app = await boot({ imports, controllers: [ProxiedController] });
    const { status, body } = await as(app, { id: 1 }).get('/proxied');
    expect([status, body]).toEqual([500, { statusCode: 500, message: 'Internal server error' }]);
  });

  it('[SEC-206] admits nobody over a transport that it does not know', async () => {
    const app = await boot({ imports, controllers: [KnownController] });
    const guard = app.get(PermissionsGuard);
    const admit = (): unknown =>
      guard.canActivate(executionOver('telegram', KnownController, KnownController.prototype.readAsUser));
    expect(admit).toThrow(HttpException);
    expect((await as(app, { id: 1 }).get('/known/user')).status).toBe(200);
  });

  it.each(['/bound-twice', '/bound-twice/thrice'])('asks once where it is bound more than once: %s', async (path) => {
    const app = await boot({ imports, controllers: [BoundTwiceController], providers: [Counts] });
    const decisions: string[] = [];
    const stop = onDecision(({ verdict }) => decisions.push(verdict));
    await as(app, { id: 1 }).get(path).expect(200, 'read');
    await as(app, { id: 1 }).get(path).expect(200, 'read');
    stop();
    expect([app.get(Counts).asked, decisions]).toEqual([2, ['granted', 'granted']]);
  });

  it('redirects nobody whom it refuses', async () => {
    const app = await boot({ imports, controllers: [KnownController] });
    const refused = await as(app, null).get('/known/moved');
    expect([refused.status, refused.headers['location']]).toEqual([401, undefined]);
    const admitted = await as(app, { id: 1 }).get('/known/moved');
    expect([admitted.status, admitted.headers['location']]).toEqual([301, '/known']);
  });

  it.each([
    ['an interceptor', []],
    ['all interceptors', undefined],
  ])('does not start when something takes %s off a handler', async (_what, left) => {
    const start = boot(
      { imports, controllers: [ListsController] },
      {
        configure: () => {
          Reflect.defineMetadata('__interceptors__', left, ListsController.prototype.list);
        },
      },
    );
    await expect(start).rejects.toThrow('ListsController.list: something took the permission interceptors off it.');
  });

  it('does not start with a permission whose texts cannot be read', async () => {
    const start = boot({ imports, controllers: [UnreadableController] });
    await expect(start).rejects.toThrow('UnreadableController.read: no translation for this text');
  });

  it.each([{ globalGuard: 'no' }, { isGlobal: 1 }, { globalGuard: null }])('refuses the options %j', (extras) => {
    expect(() => PermissionsModule.forRoot(extras as never)).toThrow('"isGlobal" and "globalGuard" are true or false');
  });
});
