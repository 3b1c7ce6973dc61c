import { Controller, Get, HttpException, Post, Put } from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  and,
  BasePermission,
  deny,
  Inherited,
  IsAdminUser,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  not,
  or,
  type PermissionExpression,
  type PermissionOperand,
  Permissions,
  PermissionsConfigurationError,
  PermissionsModule,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { expectBootFails } from '../support/expect-boot-fails.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';
import { REFUSALS, Witness } from '../support/witness.js';

const witness = new Witness();
const asked: string[] = [];
const user = { id: 1 };

/** A permission that says this, and reports that it was asked. */
function says(name: string, answer: () => unknown, byObject = false): BasePermission {
  class Says extends BasePermission {
    override hasPermission(): boolean {
      asked.push(name);
      return answer() as boolean;
    }
  }
  class SaysOfObject extends BasePermission {
    override hasObjectPermission(): boolean {
      asked.push(name);
      return answer() as boolean;
    }
  }
  return byObject ? new SaysOfObject() : new Says();
}

const yes = says('yes', () => true);
const no = says('no', () => false);
const throws = says('throws', () => {
  throw new Error('down');
});
const rejects = says('rejects', async () => {
  throw new Error('down');
});
const late = says('late', () => new Promise(() => undefined));
const text = says('text', () => 'x');
const nothing = says('nothing', () => undefined);
const locked = says('locked', () => deny({ status: 423, message: 'Locked by bob.', code: 'locked' }));
const ofObject = (answer: boolean): BasePermission => says(`object ${String(answer)}`, () => answer, true);

const rows = { asked: 0 };
class Store {
  find(): object {
    rows.asked++;
    return { ownerId: 2 };
  }
}

function controllerOf(permission: PermissionOperand) {
  @Controller('x')
  @Permissions(permission)
  class Composed {
    @Get()
    retrieve(): string {
      return witness.handled('in');
    }
  }
  return Composed;
}

function loadingControllerOf(permission: PermissionOperand) {
  @Controller('x')
  @Permissions(permission)
  class Composed {
    @Get()
    @LoadObject(Store, (store) => store.find())
    retrieve(@LoadedObject() object: object): object {
      return witness.handled(object);
    }
  }
  return Composed;
}

onEveryAdapter('Composition over HTTP', (boot) => {
  const imports = [HeaderAuthModule, witness.module(), PermissionsModule.forRoot({ ruleTimeoutMs: 40 })];
  const start = async (permission: PermissionOperand) =>
    boot({ imports, controllers: [controllerOf(permission)] }).finally(() => {
      asked.length = 0;
    });
  const startLoading = async (permission: PermissionOperand) =>
    boot({ imports, controllers: [loadingControllerOf(permission)], providers: [Store] }).finally(() => {
      asked.length = 0;
      rows.asked = 0;
    });

  it.each<[string, PermissionExpression, keyof typeof REFUSALS]>([
    ['[SEC-044] not(throws)', not(throws), 'broken'],
    ['[SEC-045] not(rejects)', not(rejects), 'broken'],
    ['[SEC-045] not(never settles)', not(late), 'late'],
    ['[SEC-045] not(answers a text)', not(text), 'broken'],
    ['[SEC-045] not(answers nothing)', not(nothing), 'broken'],
    ['[SEC-047] not(not(throws))', not(not(throws)), 'broken'],
    ['[SEC-047] not(and(yes, throws))', not(and(yes, throws)), 'broken'],
    ['[SEC-047] not(or(no, not(rejects)))', not(or(no, not(rejects))), 'broken'],
    ['[SEC-047] not(not(not(and(yes, text))))', not(not(not(and(yes, text)))), 'broken'],
    ['[SEC-054] or(throws, yes)', or(throws, yes), 'broken'],
    ['[SEC-054] and(throws, no)', and(throws, no), 'broken'],
    ['[SEC-054] and(no, throws)', and(no, throws), 'forbidden'],
  ])('%s does not admit', async (_name, expression, refusal) => {
    const app = await start(expression);
    await witness.expectDenied(app, () => as(app, user).get('/x'), REFUSALS[refusal]);
  });

  it('[SEC-046] a definite denial can be negated, and its reason is not told', async () => {
    const granted = await start(not(locked));
    await witness.expectGranted(() => as(granted, user).get('/x'));
    const denied = await start(not(not(locked)));
    await witness.expectDenied(denied, () => as(denied, user).get('/x'), REFUSALS.forbidden);
  });

  it('[SEC-049] what is granted by the request asks no object rule, and loads only what the handler wants', async () => {
    const app = await startLoading(or(yes, ofObject(false)));
    await witness.expectGranted(() => as(app, user).get('/x'));
    expect([asked, rows.asked]).toEqual([['yes'], 1]);
    const refused = await startLoading(and(no, ofObject(true)));
    await witness.expectDenied(refused, () => as(refused, user).get('/x'), REFUSALS.forbidden);
    expect([asked, rows.asked]).toEqual([['no'], 0]);
  });

  it.each([
    ['[SEC-050] not(object rule that denies) grants', not(ofObject(false)), true],
    ['[SEC-050] not(object rule that grants) denies', not(ofObject(true)), false],
    ["[SEC-050] not(isOwner) of somebody else's object grants", not(isOwner('ownerId')), true],
    ['[SEC-050] not(not(isOwner)) of it denies', not(not(isOwner('ownerId'))), false],
    ['[SEC-051] not(or(not(A), not(B))) is and(A, B)', not(or(not(ofObject(true)), not(yes))), true],
    ['[SEC-051] not(and(not(A), not(B))) is or(A, B)', not(and(not(ofObject(false)), not(no))), false],
  ])('%s', async (_name, expression, granted) => {
    const app = await startLoading(expression);
    const send = () => as(app, user).get('/x');
    if (granted) await witness.expectGranted(send);
    else await witness.expectDenied(app, send, REFUSALS.forbidden);
  });

  it('[SEC-052] an object rule without anything that loads keeps the application from starting', async () => {
    const metadata = { imports, controllers: [controllerOf(or(no, ofObject(true)))] };
    await expectBootFails(boot, metadata, /Composed\.retrieve/, /@LoadObject\(\)/);
  });

  it('[SEC-052] an object rule without anything that loads is refused at run time, too', async () => {
    const softened = [HeaderAuthModule, witness.module(), PermissionsModule.forRoot({ audit: 'off' })];
    const app = await boot({ imports: softened, controllers: [controllerOf(or(no, ofObject(true)))] });
    await witness.expectDenied(app, () => as(app, user).get('/x'), REFUSALS.broken);
    await witness.expectDenied(app, () => as(app, null).get('/x'), REFUSALS.broken);
  });

  it('[SEC-055] every rule is asked at most once, from left to right, and none after the verdict', async () => {
    const twice = says('twice', () => true);
    const object = ofObject(true);
    const app = await startLoading(and(or(no, twice), or(object, no), twice, object, or(yes, throws)));
    await witness.expectGranted(() => as(app, user).get('/x'));
    expect(asked).toEqual(['no', 'twice', 'yes', 'object true']);
  });

  it('[SEC-057] ten thousand operands are asked without harm, and an expression too deep is refused', async () => {
    const app = await start(
      and(...(Array.from({ length: 10_000 }, () => says('wide', () => true)) as [BasePermission])),
    );
    await witness.expectGranted(() => as(app, user).get('/x'));
    expect(asked).toHaveLength(10_000);
    const deep = (): PermissionOperand =>
      Array.from({ length: 10_000 }).reduce<PermissionOperand>((inner) => not(inner), yes);
    expect(deep).toThrow(PermissionsConfigurationError);
  });

  it('[SEC-057] ten thousand asynchronous operands are asked without harm', async () => {
    const wide = Array.from({ length: 10_000 }, () => says('wide', async () => true));
    const app = await start(and(...(wide as [BasePermission])));
    await witness.expectGranted(() => as(app, user).get('/x'));
    expect(asked).toHaveLength(10_000);
  });

  it('[SEC-041] the choice of a function is no answer when it is empty, or no list of permissions', async () => {
    let choice: unknown = [];
    @Controller('x')
    @ActionPermissions(() => choice as never)
    class Chosen {
      @Get()
      retrieve(): string {
        return witness.handled('in');
      }
    }
    const app = await boot({ imports, controllers: [Chosen] });
    const forged = { [Symbol.for('nestjs-permissions:expression')]: 'and', operands: [] };
    const choices = [
      [],
      null,
      false,
      true,
      [undefined],
      [null],
      {},
      '',
      'AllowAny',
      new Set([AllowAny]),
      Promise.resolve([AllowAny]),
      forged,
    ];
    for (choice of choices) await witness.expectDenied(app, () => as(app, user).get('/x'), REFUSALS.broken);
    choice = [Inherited, yes];
    await witness.expectDenied(app, () => as(app, null).get('/x'), REFUSALS.guest);
    await witness.expectGranted(() => as(app, user).get('/x'));
  });

  it('[SEC-041] a function that chooses and throws ends the decision', async () => {
    let thrown: unknown;
    @Controller('x')
    @ActionPermissions(() => {
      throw thrown;
    })
    class Chosen {
      @Get()
      retrieve(): string {
        return witness.handled('in');
      }
    }
    const app = await boot({ imports, controllers: [Chosen] });
    for (thrown of [new Error('no'), undefined, AllowAny, new HttpException('', 200)]) {
      await witness.expectDenied(app, () => as(app, user).get('/x'), REFUSALS.broken);
    }
  });

  it('[SEC-184] permissions of one factory with different arguments are never taken for each other', async () => {
    const { hasRole, hasScope } = await import('../../lib/index.js');
    @Controller('x')
    class Labelled {
      @Get()
      @Permissions(hasRole('a', 'b'))
      either(): string {
        return witness.handled('in');
      }

      @Post()
      @Permissions(hasRole("a', 'b"))
      one(): string {
        return witness.handled('in');
      }

      @Put()
      @Permissions(hasScope('a'), IsAuthenticated)
      scope(): string {
        return witness.handled('in');
      }
    }
    const app = await boot({ imports, controllers: [Labelled] });
    const holder = { id: 1, roles: ['a'] };
    await witness.expectGranted(() => as(app, holder).get('/x'));
    await witness.expectDenied(app, () => as(app, holder).post('/x'), REFUSALS.forbidden);
    await witness.expectDenied(app, () => as(app, holder).put('/x'), REFUSALS.forbidden);
  });

  it('[SEC-060] `A && B` is B alone, as JavaScript has it: the policy says so in the audit', async () => {
    const ampersands = (left: unknown, right: unknown): unknown => left && right;
    const app = await start(ampersands(IsAuthenticated, IsAdminUser) as PermissionOperand);
    const { PermissionsAuditor } = await import('../../lib/index.js');
    const listed = app
      .get(PermissionsAuditor)
      .audit()
      .handlers.find(({ controller }) => controller === 'Composed');
    expect(listed?.permissions).toBe('IsAdminUser');
  });
});
