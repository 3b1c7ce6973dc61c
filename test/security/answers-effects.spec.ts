import { type CanActivate, Controller, type ExecutionContext, Get, Injectable, Module, Param } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  and,
  BasePermission,
  deny,
  IsAdminUser,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  type PermissionContext,
  Permissions,
  PermissionsModule,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';
import { countingRejections, REFUSALS, Witness } from '../support/witness.js';

const witness = new Witness();
const bob = { id: 2 };
let act: (context: PermissionContext) => unknown = () => true;

class Acts extends BasePermission {
  override hasPermission(context: PermissionContext): boolean {
    return act(context) as boolean;
  }
}

class OnlyAlice extends BasePermission {
  override hasPermission({ user, userId, action }: PermissionContext<{ id: number }>): boolean {
    return user?.id === 1 && userId === 1 && action === 'acts';
  }
}

class SaysWhatItSaw extends BasePermission {
  override message = 'This is not for you.';
  override hasPermission({ userId }: PermissionContext): boolean {
    this.message = `This is not for user ${String(userId)}.`;
    return false;
  }
}

class SecondIsMine extends BasePermission {
  override hasObjectPermission(_context: PermissionContext, object: { id: string }): boolean {
    return object.id === '2';
  }
}

class Store {
  find(id: unknown): object {
    return { id };
  }
}

/** Lets rules reach the response, as some frameworks do. */
@Injectable()
class ResponseGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const [request, response] = execution.getArgs<[{ answer?: unknown }, unknown]>();
    request.answer = response;
    return true;
  }
}

@Module({ providers: [{ provide: APP_GUARD, useClass: ResponseGuard }] })
class ResponseModule {}

@Controller()
class ActsController {
  @Get('acts')
  @Permissions(Acts)
  acts(): string {
    return witness.handled('handled');
  }

  @Get('alice')
  @Permissions(Acts, OnlyAlice)
  alice(): string {
    return witness.handled('handled');
  }

  @Get('admin')
  @Permissions(Acts, IsAdminUser)
  admin(): string {
    return witness.handled('handled');
  }

  @Get('told')
  @Permissions(SaysWhatItSaw)
  told(): string {
    return witness.handled('handled');
  }

  @Get('objects/:id')
  @Permissions(Acts, SecondIsMine)
  @LoadObject(Store, (store, { id }) => store.find(id))
  object(@LoadedObject() object: { id: string }, @Param('id') id: string): unknown {
    return witness.handled({ object: object.id, id });
  }
}

const imports = [HeaderAuthModule, ResponseModule, witness.module(), PermissionsModule.forRoot()];

onEveryAdapter('A rule that does more than answer', (boot) => {
  const start = async () => boot({ imports, controllers: [ActsController], providers: [Store] });
  const write = ({ request }: PermissionContext): void =>
    void request.answer.header('x-by', 'rule').send('by the rule');

  it.each([
    ['denies', () => false],
    ['denies with a reason', () => deny({ status: 423 })],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['answers nothing', () => undefined],
  ])(
    '[SEC-015] may have answered the client: when it %s, the handler does not run and nothing crashes',
    async (_name, end) => {
      const app = await start();
      act = (context) => {
        write(context);
        return end();
      };
      witness.entered.length = 0;
      const [response, unhandled] = await countingRejections(() => as(app, bob).get('/acts'));
      expect([response.text, witness.entered, unhandled]).toEqual(['by the rule', [], []]);
      act = () => true;
      await witness.expectGranted(() => as(app, bob).get('/acts'));
    },
  );

  it('[SEC-015] may have answered the client: when it grants, the client reads the answer of the rule and nothing crashes', async () => {
    const app = await start();
    act = (context) => {
      write(context);
      return true;
    };
    const [response, unhandled] = await countingRejections(() => as(app, bob).get('/acts'));
    expect([response.status, response.text, unhandled]).toEqual([200, 'by the rule', []]);
    act = () => true;
    await witness.expectGranted(() => as(app, bob).get('/acts'));
  });

  it.each(['user', 'userId', 'action', 'isAdmin', 'caller', 'source', 'model'])(
    '[SEC-016] cannot change the %s of the context that later rules read',
    async (property) => {
      const app = await start();
      act = (context) => {
        const values: Readonly<Record<string, unknown>> = { action: 'acts', isAdmin: true, userId: 1 };
        const value = values[property] ?? {
          user: { id: 1, isStaff: true },
          userId: 1,
          isAdmin: () => true,
          getUserId: () => 1,
        };
        try {
          Object.assign(context, { [property]: value });
          Object.defineProperty(context, property, { value });
        } catch {
          // a frozen context says so
        }
        return true;
      };
      await witness.expectDenied(app, () => as(app, bob).get('/alice'), REFUSALS.forbidden);
      await witness.expectDenied(app, () => as(app, bob).get('/admin'), REFUSALS.forbidden);
    },
  );

  it('[SEC-016] [SEC-097] cannot put another user on the request', async () => {
    const app = await start();
    act = ({ request }) => {
      request.user = { id: 1, isStaff: true };
      return true;
    };
    await witness.expectDenied(app, () => as(app, bob).get('/alice'), REFUSALS.forbidden);
    await witness.expectDenied(app, () => as(app, bob).get('/admin'), REFUSALS.forbidden);
    await witness.expectDenied(app, () => as(app, null).get('/alice'), REFUSALS.guest);
  });

  it('[SEC-016] may rewrite the parameters: the object that is checked is still the object that is handed over', async () => {
    const app = await start();
    act = ({ request }) => {
      request.params = { id: request.params.id === '1' ? '2' : '1' };
      return true;
    };
    await witness.expectDenied(app, () => as(app, bob).get('/objects/2'), REFUSALS.forbidden);
    const { body } = await witness.expectGranted(() => as(app, bob).get('/objects/1'));
    expect(body).toEqual({ object: '2', id: '2' });
  });

  it('[SEC-016] tells every caller the message of its class, and not what it saw of another caller', async () => {
    const app = await start();
    for (const user of [{ id: 1 }, { id: 2 }]) {
      await witness.expectDenied(app, () => as(app, user).get('/told'), {
        ...REFUSALS.forbidden,
        message: 'This is not for you.',
      });
    }
  });

  it('[SEC-016] finds expressions frozen all the way down', () => {
    const expression = and(IsAuthenticated, and(Acts, IsAdminUser));
    const parts = [expression, ...Object.values(expression).flat(3)].filter((part) => typeof part === 'object');
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
    expect(() => (Object.values(expression)[0] as unknown[]).push('anything')).toThrow(TypeError);
  });
});

describe('A class without a plain rule', () => {
  const prototypeOf = (member: PropertyDescriptor): unknown => {
    class Odd extends BasePermission {}
    Object.defineProperty(Odd.prototype, 'hasPermission', { configurable: true, ...member });
    return Odd;
  };
  class Empty extends BasePermission {}
  class Misspelt extends BasePermission {
    hasPermision(): boolean {
      return true;
    }
  }
  class Field extends BasePermission {
    override hasPermission = (): boolean => true;
  }
  class Both extends BasePermission {
    override hasObjectPermission(): boolean {
      return true;
    }
    override where(): boolean {
      return true;
    }
  }

  it.each<[string, unknown]>([
    ['without any rule', Empty],
    ['with a misspelt rule', Misspelt],
    ['with both forms of an object rule', Both],
    [
      'with an asynchronous generator',
      prototypeOf({
        value: async function* () {
          yield true;
        },
      }),
    ],
    [
      'with a generator',
      prototypeOf({
        value: function* () {
          yield true;
        },
      }),
    ],
    ['with null for a rule', prototypeOf({ value: null })],
    ['with true for a rule', prototypeOf({ value: true })],
    [
      'with an unreadable rule',
      prototypeOf({
        get: () => {
          throw new Error('unreadable');
        },
      }),
    ],
    [
      'that is a proxy that throws',
      new Proxy(Acts, {
        get: () => {
          throw new Error('unreadable');
        },
      }),
    ],
  ])('[SEC-017] %s is refused when the decorator runs', (_name, permission) => {
    expect(() => {
      Permissions(permission as never)(class Somewhere {});
    }).toThrow();
  });

  it('[SEC-017] with a field for a rule keeps the application from starting', async () => {
    expect(() => {
      Permissions(new Field())(class Somewhere {});
      Permissions(Field)(class Elsewhere {});
    }).toThrow(/Field/);
  });
});
