import { Controller, type ExecutionContext, Get, HttpException, Injectable, type Type } from '@nestjs/common';
import {
  AllowAny,
  AuthorizedScope,
  IsAuthenticated,
  isOwner,
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
      guard.canActivate(executionOver('bot', KnownController, KnownController.prototype.readAsUser));
    expect(admit).toThrow(HttpException);
    expect((await as(app, { id: 1 }).get('/known/user')).status).toBe(200);
  });

  it('does not start when something takes an interceptor off a handler', async () => {
    const start = boot(
      { imports, controllers: [ListsController] },
      {
        configure: () => {
          Reflect.defineMetadata('__interceptors__', [], ListsController.prototype.list);
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
