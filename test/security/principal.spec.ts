import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  type ModuleMetadata,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import {
  AllowAny,
  BasePermission,
  hasRole,
  hasScope,
  IsAdminUser,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  not,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  type PermissionsModuleOptions,
} from '../../lib/index.js';
import { onEveryAdapter, onEveryRunningAdapter } from '../support/adapters.js';
import { as } from '../support/header-authentication.js';
import { rawRequest, sendRaw, statusOf } from '../support/raw-socket.js';
import { REFUSALS, Witness } from '../support/witness.js';

const witness = new Witness();
let makeUser: () => unknown = () => undefined;
const raise = (): never => {
  throw new Error('unreadable');
};

/** Puts on the request whatever the test says. */
@Injectable()
class AnyUserGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    execution.switchToHttp().getRequest<{ user: unknown }>().user = makeUser();
    return true;
  }
}

@Module({ providers: [{ provide: APP_GUARD, useClass: AnyUserGuard }] })
class AnyUserModule {}

const seen: unknown[] = [];

class Sees extends BasePermission {
  override hasPermission({ user, userId }: PermissionContext): boolean {
    seen.push([user, userId]);
    return user !== null;
  }
}

class Store {
  find(): object {
    return { ownerId: 1 };
  }
}

@Controller()
class UserController {
  @Get('user')
  user(): string {
    return witness.handled('in');
  }

  @Get('sees')
  @Permissions(Sees, Sees)
  sees(): string {
    return witness.handled('in');
  }

  @Get('admin')
  @Permissions(IsAdminUser)
  admin(): string {
    return witness.handled('in');
  }

  @Get('role')
  @Permissions(hasRole('admin'))
  role(): string {
    return witness.handled('in');
  }

  @Get('not-role')
  @Permissions(IsAuthenticated, not(hasRole('banned')))
  notRole(): string {
    return witness.handled('in');
  }

  @Get('scope')
  @Permissions(hasScope('admin'))
  scope(): string {
    return witness.handled('in');
  }

  @Get('owner')
  @Permissions(isOwner('ownerId'))
  @LoadObject(Store, (store) => store.find())
  owner(@LoadedObject() object: object): object {
    return witness.handled(object);
  }

  @Get('open')
  @Permissions(AllowAny)
  open(): string {
    return witness.handled('in');
  }
}

const CLOSED = ['user', 'admin', 'role', 'not-role', 'scope', 'owner'] as const;
class Account {
  constructor(
    readonly id: number,
    readonly isStaff = false,
  ) {}
  get roles(): string[] {
    return this.isStaff ? ['admin'] : [];
  }
}

function partsOf(options: PermissionsModuleOptions): ModuleMetadata {
  return {
    imports: [AnyUserModule, witness.module(), PermissionsModule.forRoot(options)],
    controllers: [UserController],
    providers: [Store],
  };
}

onEveryRunningAdapter('The user of a request', partsOf({}), (app) => {
  it.each<[string, () => unknown]>([
    ['undefined', () => undefined],
    ['[SEC-084] null', () => null],
    ['[SEC-085] an empty object', () => ({})],
    ['[SEC-085] an id of undefined', () => ({ id: undefined, isStaff: true, roles: ['admin'] })],
    ['[SEC-085] an id of null', () => ({ id: null, isStaff: true, roles: ['admin'] })],
    ['[SEC-085] an empty id', () => ({ id: '', isStaff: true, roles: ['admin'] })],
    ['[SEC-085] an id that is no number', () => ({ id: NaN, isStaff: true, roles: ['admin'] })],
    ['[SEC-086] false', () => false],
    ['[SEC-086] true', () => true],
    ['[SEC-086] zero', () => 0],
    ['[SEC-086] a text', () => 'anonymous'],
    ['[SEC-086] a function', () => Object.assign(() => 1, { id: 1, isStaff: true })],
    ['[SEC-086] a class', () => Account],
    ['[SEC-086] an array', () => ['admin']],
    ['[SEC-086] a symbol', () => Symbol('admin')],
    [
      '[SEC-087] a user who says that he is nobody',
      () => ({ id: 1, isStaff: true, roles: ['admin'], isAuthenticated: false }),
    ],
    ['[SEC-095] a user whose id stands on the root prototype', () => JSON.parse('{"__proto__":{"id":1}}') as unknown],
  ])('%s is a guest', async (_name, make) => {
    makeUser = make;
    for (const path of CLOSED) await witness.expectDenied(app(), () => as(app(), null).get(`/${path}`), REFUSALS.guest);
    const { headers } = await as(app(), null).get('/user');
    expect(headers['www-authenticate']).toBe('Bearer');
    seen.length = 0;
    await as(app(), null).get('/sees');
    expect(seen).toEqual([[null, undefined]]);
  });

  it.each<[string, () => unknown]>([
    ['[SEC-089] an id that throws', () => Object.defineProperty({}, 'id', { get: raise })],
    [
      '[SEC-089] an isAuthenticated that throws',
      () => Object.defineProperty({ id: 1 }, 'isAuthenticated', { get: raise }),
    ],
    ['[SEC-089] a then that throws', () => Object.defineProperty({ id: 1 }, 'then', { get: raise })],
    [
      '[SEC-089] a proxy that throws',
      () => new Proxy({ id: 1 }, { get: raise, getOwnPropertyDescriptor: raise, getPrototypeOf: raise }),
    ],
    [
      '[SEC-089] a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({ id: 1 }, {});
        revoke();
        return proxy;
      },
    ],
    ['[SEC-090] a promise of a user', () => Promise.resolve({ id: 1, isStaff: true })],
    ['[SEC-090] a promise with an id', () => Object.assign(Promise.resolve(), { id: 1, isStaff: true })],
    ['[SEC-090] a thenable with an id', () => ({ id: 1, isStaff: true, then: () => undefined })],
    ['[SEC-085] an id that is a promise', () => ({ id: Promise.resolve(undefined), isStaff: true })],
    ['[SEC-172] an id that is a condition', () => ({ id: { not: 0 }, isStaff: true })],
    ['[SEC-172] an id that is a list', () => ({ id: [1], isStaff: true })],
    ['[SEC-172] an id that is a function', () => ({ id: () => 1, isStaff: true })],
  ])('%s is an error, and nobody', async (_name, make) => {
    makeUser = make;
    for (const path of CLOSED)
      await witness.expectDenied(app(), () => as(app(), null).get(`/${path}`), REFUSALS.broken);
  });

  it('[SEC-089] the id is read once, and every rule sees the same one', async () => {
    const reads = { id: 0 };
    makeUser = () => Object.defineProperty({}, 'id', { get: () => ++reads.id });
    seen.length = 0;
    await witness.expectGranted(() => as(app(), null).get('/sees'));
    expect(reads.id).toBe(1);
    expect(seen.every((entry) => (entry as unknown[])[1] === 1)).toBe(true);
  });

  it('[SEC-089] a right that cannot be read is an error of the rule that reads it', async () => {
    makeUser = () =>
      Object.defineProperties({ id: 2 }, { isStaff: { get: raise }, roles: { get: raise }, scopes: { get: raise } });
    for (const path of ['admin', 'role', 'not-role', 'scope']) {
      await witness.expectDenied(app(), () => as(app(), null).get(`/${path}`), REFUSALS.broken);
    }
    await witness.expectGranted(() => as(app(), null).get('/user'));
  });

  it.each(['yes', 1, 'true', {}, [], () => true, new Boolean(true)])(
    '[SEC-086] isStaff of %p makes no administrator',
    async (isStaff) => {
      makeUser = () => ({ id: 1, isStaff });
      await witness.expectDenied(app(), () => as(app(), null).get('/admin'), REFUSALS.forbidden);
    },
  );

  it('[SEC-087] a function isAuthenticated is neither called nor believed', async () => {
    const called: unknown[] = [];
    makeUser = () => ({ id: 1, isAuthenticated: () => called.push('called') });
    await witness.expectGranted(() => as(app(), null).get('/user'));
    makeUser = () => ({ isAuthenticated: () => called.push('called') });
    await witness.expectDenied(app(), () => as(app(), null).get('/user'), REFUSALS.guest);
    expect(called).toEqual([]);
  });

  it.each<[unknown, 'forbidden' | 'broken' | 'granted']>([
    [['admin'], 'granted'],
    [new Set(['admin']), 'granted'],
    [Array.from({ length: 100_000 }, (_, index) => `role ${index}`), 'forbidden'],
    [undefined, 'forbidden'],
    [null, 'forbidden'],
    [[], 'forbidden'],
    [['superadmin', 'administrator'], 'forbidden'],
    [[['admin']], 'forbidden'],
    [[{ name: 'admin' }], 'forbidden'],
    [[{ toString: () => 'admin' }], 'forbidden'],
    [[0, true, null, undefined], 'forbidden'],
    ['superadmin', 'broken'],
    ['admin', 'broken'],
    [{ admin: true, length: 1, 0: 'admin' }, 'broken'],
    [new Map([['admin', 'admin']]), 'broken'],
    [7, 'broken'],
    [true, 'broken'],
    [() => ['admin'], 'broken'],
    [Promise.resolve(['admin']), 'broken'],
  ])('[SEC-091] roles of %p', async (roles, expected) => {
    makeUser = () => ({ id: 1, roles });
    const send = () => as(app(), null).get('/role');
    if (expected === 'granted') await witness.expectGranted(send);
    else await witness.expectDenied(app(), send, REFUSALS[expected]);
    // roles that cannot be read must not turn into "does not have the role"
    if (expected === 'broken')
      await witness.expectDenied(app(), () => as(app(), null).get('/not-role'), REFUSALS.broken);
  });

  it.each([
    'Admin',
    'ADMIN',
    ' admin',
    'admin ',
    'admin\u200b',
    '\u0430dmin',
    'admi\u0301n',
    'adm\u0131n',
    'admin\0',
    'adm\u00adin',
    'admin,user',
  ])('[SEC-092] the role %j is another role, and another scope', async (name) => {
    makeUser = () => ({ id: 1, roles: [name], scopes: [name] });
    await witness.expectDenied(app(), () => as(app(), null).get('/role'), REFUSALS.forbidden);
    await witness.expectDenied(app(), () => as(app(), null).get('/scope'), REFUSALS.forbidden);
  });

  it.each(['superadmin', 'admin:read', 'admin,user', 'xadmin x', { admin: true }, 7, ['admin read'], [['admin']]])(
    '[SEC-091] the scope %j does not hold "admin"',
    async (scope) => {
      makeUser = () => ({ id: 1, scope });
      witness.entered.length = 0;
      expect([403, 500]).toContain((await as(app(), null).get('/scope')).status);
      expect(witness.entered).toEqual([]);
    },
  );

  it.each<[string, unknown]>([
    ['user', { id: 1, isStaff: true, roles: ['admin'], scopes: ['admin'] }],
    ['roles', ['admin']],
    ['isStaff', true],
    ['id', 1],
    ['sub', 1],
    ['_id', 1],
    ['scopes', ['admin']],
    ['scope', 'admin'],
    ['ownerId', 2],
    ['isAdmin', true],
    ['permissions', []],
    ['hasPermission', () => true],
    ['where', () => true],
    ['outcome', 'granted'],
    ['verdict', 'granted'],
    ['exempt', true],
    ['status', 200],
    ['hide', true],
    ['message', 'polluted'],
    ['code', 'polluted'],
    ['statusCode', 200],
    ['getUser', () => ({ id: 1, isStaff: true })],
    ['isAuthenticated', true],
  ])('[SEC-094] Object.prototype.%s makes nobody more than he is', async (key, value) => {
    const users = [{}, { id: 2 }, undefined].map((user) => () => user);
    Object.defineProperty(Object.prototype, key, { value, configurable: true, writable: true });
    try {
      for (makeUser of users) {
        for (const path of ['admin', 'role', 'scope', 'owner']) {
          const body =
            makeUser() !== undefined && Object.keys(makeUser() as object).length > 0
              ? REFUSALS.forbidden
              : REFUSALS.guest;
          await witness.expectDenied(app(), () => as(app(), null).get(`/${path}`), body);
        }
      }
    } finally {
      Reflect.deleteProperty(Object.prototype, key);
    }
  });

  it('[SEC-094] what the class of a user defines is his, though no own property', async () => {
    makeUser = () => new Account(1, true);
    for (const path of ['user', 'admin', 'role', 'owner'])
      await witness.expectGranted(() => as(app(), null).get(`/${path}`));
    makeUser = () => new Account(2);
    for (const path of ['admin', 'role', 'owner'])
      await witness.expectDenied(app(), () => as(app(), null).get(`/${path}`), REFUSALS.forbidden);
  });

  it('[SEC-096] headers with hostile names, ten thousand of them, and repeated ones change nothing', async () => {
    makeUser = () => undefined;
    const many = Array.from({ length: 10_000 }, (_, index) => `x-${index}: ${index}`);
    const odd = [
      '__proto__: {"user":{"id":1}}',
      'constructor: 1',
      'hasOwnProperty: 1',
      'Authorization: Bearer a',
      'Authorization: Bearer b',
      'user: admin',
    ];
    witness.entered.length = 0;
    for (const headers of [odd, many, [...odd, ...odd]]) {
      expect([401, 431, undefined]).toContain(statusOf(await sendRaw(app(), rawRequest('GET', '/user', headers))));
    }
    expect(witness.entered).toEqual([]);
    await witness.expectDenied(app(), () => as(app(), null).get('/user'), REFUSALS.guest);
  });

  it('[SEC-187] a right that was taken away is gone with the next request', async () => {
    const account = { id: 1, isStaff: true, roles: ['admin'] };
    makeUser = () => account;
    for (const path of ['admin', 'role']) await witness.expectGranted(() => as(app(), null).get(`/${path}`));
    Object.assign(account, { isStaff: false, roles: [] });
    for (const path of ['admin', 'role'])
      await witness.expectDenied(app(), () => as(app(), null).get(`/${path}`), REFUSALS.forbidden);
  });
});

onEveryAdapter('The user of a request, as the options read him', (boot) => {
  const start = (options: PermissionsModuleOptions) => boot(partsOf(options));

  it('[SEC-085] an id that the option cannot find is no id', async () => {
    for (const getUserId of [() => undefined, () => null, () => '', () => NaN]) {
      const app = await start({ getUserId });
      makeUser = () => ({ id: 1, isStaff: true, roles: ['admin'] });
      for (const path of CLOSED) await witness.expectDenied(app, () => as(app, null).get(`/${path}`), REFUSALS.guest);
    }
  });

  it('[SEC-085] [SEC-090] an id that the option promises, or fails to find, is an error', async () => {
    for (const getUserId of [
      async () => 1,
      async () => undefined,
      raise,
      () => ({ not: 0 }),
      () => [1],
      () => () => 1,
    ]) {
      const app = await start({ getUserId });
      makeUser = () => ({ id: 1, isStaff: true, roles: ['admin'] });
      for (const path of CLOSED) await witness.expectDenied(app, () => as(app, null).get(`/${path}`), REFUSALS.broken);
    }
  });

  it.each<[string, () => unknown]>([
    ['a promise', async () => true],
    ['a text', () => 'true'],
    ['one', () => 1],
    ['nothing', () => undefined],
    ['an object', () => ({})],
    ['an error', raise],
  ])('[SEC-086] %s out of the option isAdmin is an error', async (_name, isAdmin) => {
    const app = await start({ isAdmin: isAdmin as () => boolean });
    makeUser = () => ({ id: 1, isStaff: true });
    await witness.expectDenied(app, () => as(app, null).get('/admin'), REFUSALS.broken);
  });

  it.each<[string, () => unknown, keyof typeof REFUSALS]>([
    ['throws', raise, 'broken'],
    ['rejects', async () => raise(), 'broken'],
    ['answers nobody', () => null, 'guest'],
    ['promises nobody', async () => undefined, 'guest'],
    ['promises a promise with an id', async () => ({ id: 1, then: 7 }), 'forbidden'],
    [
      'throws what looks like a response',
      () => {
        throw Object.assign(new Error('in'), { statusCode: 200, status: 200 });
      },
      'broken',
    ],
  ])('[SEC-089] [SEC-090] a getUser that %s', async (_name, getUser, refusal) => {
    const app = await start({ getUser });
    await witness.expectDenied(app, () => as(app, null).get('/admin'), REFUSALS[refusal]);
  });
});
