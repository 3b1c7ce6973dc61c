import { Controller, Get, type INestApplication, Post, type Type } from '@nestjs/common';
import {
  AllowAny,
  BasePermission,
  hasRole,
  IsAdminUser,
  IsAuthenticated,
  PermissionsAuditor,
  Permissions,
  PermissionsModule,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';

const OPEN = [200, 200, 200];
const SIGNED_IN = [401, 200, 200];
const STAFF = [401, 403, 200];

/** What a guest, a user and an administrator get. */
async function statusesOf(app: INestApplication, path: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const user of [null, { id: 1 }, { id: 2, isStaff: true }]) statuses.push((await as(app, user).get(path)).status);
  return statuses;
}

class Base {
  @Get('m')
  @Permissions(IsAdminUser)
  m(): string {
    return 'base';
  }

  @Get('open')
  @Permissions(AllowAny)
  open(): string {
    return 'base';
  }

  @Get('plain')
  plain(): string {
    return 'base';
  }
}

@Permissions(AllowAny)
class OpenBase {
  @Get('inherited')
  inherited(): string {
    return 'base';
  }
}

@Permissions(IsAdminUser)
class StaffBase {
  @Get('inherited')
  inherited(): string {
    return 'base';
  }
}

/** A foreign decorator that wraps the method, as logging and retrying ones do, with or without the metadata. */
function wrapped(keepsMetadata: boolean): MethodDecorator {
  return ((_target: object, _key: string, descriptor: PropertyDescriptor) => {
    const original = descriptor.value as (...parameters: unknown[]) => unknown;
    const replacement = function (this: unknown, ...parameters: unknown[]): unknown {
      return original.apply(this, parameters);
    };
    if (keepsMetadata) {
      for (const key of Reflect.getMetadataKeys(original)) {
        Reflect.defineMetadata(key, Reflect.getMetadata(key, original), replacement);
      }
    }
    return { ...descriptor, value: replacement };
  }) as MethodDecorator;
}

onEveryAdapter('Declarations and classes', (boot) => {
  const start = async (...controllers: Type[]) =>
    boot({ imports: [HeaderAuthModule, PermissionsModule.forRoot()], controllers });

  it('[SEC-025] the handler wins over its class, whichever of them is the open one', async () => {
    @Controller('opened')
    @Permissions(IsAdminUser)
    class Opened {
      @Get()
      @Permissions(AllowAny)
      list(): string {
        return 'in';
      }
    }
    @Controller('closed')
    @Permissions(AllowAny)
    class Closed {
      @Get()
      @Permissions(IsAdminUser)
      list(): string {
        return 'in';
      }
    }
    const app = await start(Opened, Closed);
    expect([await statusesOf(app, '/opened'), await statusesOf(app, '/closed')]).toEqual([OPEN, STAFF]);
    const open = app
      .get(PermissionsAuditor)
      .audit()
      .handlers.filter((handler) => handler.open);
    expect(open.map(({ controller }) => controller)).toEqual(['Opened']);
  });

  it('[SEC-027] an override keeps the permissions of what it overrides', async () => {
    @Controller('child')
    class Child extends Base {
      @Get('m')
      override m(): string {
        return 'child';
      }
    }
    expect(await statusesOf(await start(Child), '/child/m')).toEqual(STAFF);
  });

  it('[SEC-027] an override of an override keeps them, too', async () => {
    class Middle extends Base {
      @Get('m')
      override m(): string {
        return 'middle';
      }
    }
    @Controller('child')
    class Child extends Middle {
      @Get('m')
      override m(): string {
        return 'child';
      }
    }
    expect(await statusesOf(await start(Child), '/child/m')).toEqual(STAFF);
  });

  it('[SEC-029] an override with weaker permissions replaces them, and the floor stays', async () => {
    @Controller('child')
    class Child extends Base {
      @Get('m')
      @Permissions(AllowAny)
      override m(): string {
        return 'child';
      }
    }
    expect(await statusesOf(await start(Child), '/child/m')).toEqual(OPEN);
    const floored = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot({ requiredPermissions: [IsAuthenticated] })],
      controllers: [Child],
    });
    expect(await statusesOf(floored, '/child/m')).toEqual(SIGNED_IN);
  });

  it('[SEC-030] permissions of an inherited handler win over those of the subclass', async () => {
    @Controller('child')
    @Permissions(hasRole('nobody'))
    class Child extends Base {}
    const app = await start(Child);
    expect(await statusesOf(app, '/child/m')).toEqual(STAFF);
    expect(await statusesOf(app, '/child/plain')).toEqual([401, 403, 403]);
  });

  it('[SEC-030] openness of an inherited handler ends at a subclass that says otherwise', async () => {
    @Controller('child')
    @Permissions(IsAdminUser)
    class Child extends Base {}
    @Controller('silent')
    class Silent extends Base {}
    const app = await start(Child, Silent);
    expect(await statusesOf(app, '/child/open')).toEqual(STAFF);
    expect(await statusesOf(app, '/silent/open')).toEqual(OPEN);
  });

  it('[SEC-030] openness of a base class does not reach the handlers that a subclass adds', async () => {
    @Controller('child')
    class Child extends OpenBase {
      @Get('added')
      added(): string {
        return 'child';
      }
    }
    const app = await start(Child);
    expect(await statusesOf(app, '/child/inherited')).toEqual(OPEN);
    expect(await statusesOf(app, '/child/added')).toEqual(SIGNED_IN);
  });

  it('[SEC-030] restrictions of a base class reach the handlers that a subclass adds', async () => {
    @Controller('child')
    class Child extends StaffBase {
      @Get('added')
      added(): string {
        return 'child';
      }
    }
    const app = await start(Child);
    expect([await statusesOf(app, '/child/inherited'), await statusesOf(app, '/child/added')]).toEqual([STAFF, STAFF]);
  });

  it('[SEC-031] a mixin that is used twice keeps two policies apart', async () => {
    const crud = (permission: typeof IsAdminUser | typeof AllowAny): Type<{ list(): string; show(): string }> => {
      class Crud {
        @Get('list')
        @Permissions(permission)
        list(): string {
          return 'mixed in';
        }

        @Get('show')
        @Permissions(permission)
        show(): string {
          return 'mixed in';
        }
      }
      return Crud;
    };
    @Controller('posts')
    class Posts extends crud(IsAdminUser) {
      @Get('list')
      override list(): string {
        return 'overridden';
      }
    }
    @Controller('pages')
    class Pages extends crud(AllowAny) {}
    const app = await start(Posts, Pages);
    expect(await statusesOf(app, '/posts/list')).toEqual(STAFF);
    expect(await statusesOf(app, '/posts/show')).toEqual(STAFF);
    expect(await statusesOf(app, '/pages/list')).toEqual(OPEN);
  });

  it('[SEC-032] of two base classes that disagree, the nearest decides', async () => {
    class Far {
      @Get('m')
      @Permissions(AllowAny)
      m(): string {
        return 'far';
      }
    }
    class Near extends Far {
      @Get('m')
      @Permissions(IsAdminUser)
      override m(): string {
        return 'near';
      }
    }
    @Controller('child')
    class Child extends Near {}
    expect(await statusesOf(await start(Child), '/child/m')).toEqual(STAFF);
  });

  it.each([true, false])(
    '[SEC-034] a foreign decorator that wraps the method (metadata kept: %p) opens no route',
    async (keeps) => {
      @Controller('wrapped')
      class Wrapped {
        @Get('above')
        @wrapped(keeps)
        @Permissions(IsAdminUser)
        above(): string {
          return 'in';
        }

        @Get('below')
        @Permissions(IsAdminUser)
        @wrapped(keeps)
        below(): string {
          return 'in';
        }

        @wrapped(true)
        @Get('outermost')
        @Permissions(IsAdminUser)
        outermost(): string {
          return 'in';
        }

        @Permissions(IsAdminUser)
        @wrapped(keeps)
        @Get('around')
        around(): string {
          return 'in';
        }
      }
      // a decorator that loses the metadata takes the route away, and start-up names the orphan
      const started = await start(Wrapped).catch((error: unknown) => error as Error);
      if (started instanceof Error)
        expect([keeps, started.message]).toEqual([false, expect.stringMatching(/around: nothing routes to it/)]);
      else
        for (const path of ['above', 'below', 'outermost', 'around'])
          expect(await statusesOf(started, `/wrapped/${path}`)).toEqual(STAFF);
    },
  );

  it('[SEC-035] one function that two classes inherit has the policy of each class', async () => {
    @Controller('first')
    @Permissions(IsAdminUser)
    class First extends Base {}
    @Controller('second')
    @Permissions(AllowAny)
    class Second extends Base {}
    const app = await start(First, Second);
    expect(First.prototype.plain).toBe(Second.prototype.plain);
    expect([await statusesOf(app, '/first/plain'), await statusesOf(app, '/second/plain')]).toEqual([STAFF, SIGNED_IN]);
  });

  it('[SEC-035] one function under two names has one policy, or the application does not start', async () => {
    @Controller('twins')
    class Twins {
      declare second: () => string;

      @Get('first')
      @Permissions(IsAdminUser)
      first(): string {
        return 'in';
      }
    }
    Object.defineProperty(Twins.prototype, 'second', { value: Twins.prototype.first });
    Permissions(AllowAny)(Twins.prototype, 'second', {});
    const outcome = await start(Twins).then(
      () => 'started',
      () => 'refused',
    );
    expect(outcome).toBe('refused');
  });

  it('[SEC-035] two routes of one method have its policy', async () => {
    @Controller('both')
    class Both {
      @Get(['one', 'two'])
      @Post('three')
      @Permissions(IsAdminUser)
      handle(): string {
        return 'in';
      }
    }
    const app = await start(Both);
    const statuses = await Promise.all(['one', 'two', 'three'].map((path) => as(app, { id: 1 }).get(`/both/${path}`)));
    expect(statuses.map(({ status }) => status).every((status) => status === 403 || status === 404)).toBe(true);
  });

  it('[SEC-036] handlers with symbols and computed names are guarded, or not routed', async () => {
    const hidden = Symbol('hidden');
    const computed = `computed`;
    @Controller('odd')
    class Odd {
      @Get('symbol')
      [hidden](): string {
        return 'in';
      }

      @Get('computed')
      @Permissions(IsAdminUser)
      [computed](): string {
        return 'in';
      }
    }
    const app = await start(Odd);
    expect(await statusesOf(app, '/odd/symbol')).toEqual([404, 404, 404]);
    expect(await statusesOf(app, '/odd/computed')).toEqual(STAFF);
  });

  it('[SEC-039] what stands on Object.prototype is no declaration', async () => {
    const keys = [
      'permissions',
      'nestjs-permissions:permissions',
      'hasPermission',
      'where',
      'exempt',
      'defaultPermissions',
    ];
    for (const key of keys)
      Object.defineProperty(Object.prototype, key, { value: [], configurable: true, writable: true });
    try {
      class Silent extends BasePermission {}
      expect(() => {
        Permissions(Silent)(class Somewhere {});
      }).toThrow();
      for (const key of ['hasPermission', 'where']) Reflect.deleteProperty(Object.prototype, key);
      @Controller('child')
      class Child extends Base {}
      const app = await start(Child);
      expect([await statusesOf(app, '/child/m'), await statusesOf(app, '/child/plain')]).toEqual([STAFF, SIGNED_IN]);
    } finally {
      for (const key of keys) Reflect.deleteProperty(Object.prototype, key);
    }
  });
});
