import { Controller, Get, HttpException } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import {
  BasePermission,
  isOwner,
  LoadedObject,
  LoadObject,
  not,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  PermissionsService,
  type Where,
} from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as, HeaderAuthModule } from '../support/header-authentication.js';
import { REFUSALS, Witness } from '../support/witness.js';

const witness = new Witness();
const raise = (): never => {
  throw new Error('must not be called');
};

/** As isOwner(), written by hand. */
class OwnerByHand extends BasePermission<{ ownerId: unknown }, { id: never }> {
  override where({ user }: PermissionContext<{ id: never }>): Where<{ ownerId: unknown }> {
    return user === null ? false : { ownerId: user.id };
  }
}

class OneOfOwners extends BasePermission<{ owners: { id: number }[] }, { id: number }> {
  override where({ user }: PermissionContext<{ id: number }>): Where<{ owners: { id: number }[] }> {
    return user === null ? false : { owners: { some: { id: user.id } } };
  }
}

let row: object = {};
class Store {
  find(): object {
    return row;
  }
}
const Loads = LoadObject(Store, (store) => store.find());

@Controller()
class OwnedController {
  @Get('owner')
  @Permissions(isOwner('ownerId'))
  @Loads
  owner(@LoadedObject() object: object): string {
    return witness.handled(typeof object);
  }

  @Get('not-owner')
  @Permissions(not(isOwner('ownerId')))
  @Loads
  notOwner(@LoadedObject() object: object): string {
    return witness.handled(typeof object);
  }

  @Get('by-hand')
  @Permissions(OwnerByHand)
  @Loads
  byHand(@LoadedObject() object: object): string {
    return witness.handled(typeof object);
  }

  @Get('relation')
  @Permissions(isOwner('owner.id'))
  @Loads
  relation(@LoadedObject() object: object): string {
    return witness.handled(typeof object);
  }

  @Get('not-relation')
  @Permissions(not(isOwner('owner.id')))
  @Loads
  notRelation(@LoadedObject() object: object): string {
    return witness.handled(typeof object);
  }

  @Get('owners')
  @Permissions(OneOfOwners)
  @Loads
  owners(@LoadedObject() object: object): string {
    return witness.handled(typeof object);
  }
}

onEveryAdapter('Ownership', (boot) => {
  const start = async () =>
    boot({
      imports: [HeaderAuthModule, witness.module(), PermissionsModule.forRoot()],
      controllers: [OwnedController],
      providers: [Store],
    });

  it.each<[string, unknown, object]>([
    ['[SEC-102] a number and its text', 1, { ownerId: '1' }],
    ['[SEC-102] a text and its number', '1', { ownerId: 1 }],
    ['[SEC-102] true and one', 1, { ownerId: true }],
    ['[SEC-100] a user and null', 1, { ownerId: null }],
    ['[SEC-109] zero and an empty text', 0, { ownerId: '' }],
    ['[SEC-109] zero and false', 0, { ownerId: false }],
    ['[SEC-109] zero and not a number', 0, { ownerId: NaN }],
    ['[SEC-110] a text and the same with a space', 'ab', { ownerId: 'ab ' }],
    ['[SEC-110] a text in upper case', 'ab', { ownerId: 'AB' }],
    ['[SEC-110] two normal forms of one text', '\u00e9', { ownerId: 'e\u0301' }],
    ['[SEC-110] a text and the same with an invisible sign', 'ab', { ownerId: 'a\u200bb' }],
    ['[SEC-110] two letters that look alike', 'a', { ownerId: '\u0430' }],
    ['[SEC-102] two big numbers next to each other', 2 ** 53, { ownerId: 2 ** 53 + 2 }],
  ])('%s are not the same', async (_name, id, object) => {
    const app = await start();
    row = object;
    for (const path of ['owner', 'by-hand']) {
      await witness.expectDenied(app, () => as(app, { id }).get(`/${path}`), REFUSALS.forbidden);
    }
  });

  it.each<[string, object]>([
    ['[SEC-099] a row without the field', {}],
    ['[SEC-099] an undefined owner', { ownerId: undefined }],
    ['[SEC-105] an owner that is an object', { ownerId: { id: 1 } }],
    [
      '[SEC-105] an owner that is an instance',
      {
        ownerId: new (class ObjectId {
          readonly id = 1;
        })(),
      },
    ],
    ['[SEC-106] an owner that is a buffer', { ownerId: Buffer.from('1') }],
    ['[SEC-111] an owner that is a boxed number', { ownerId: new Number(1) }],
    ['[SEC-112] an owner with an equality of its own', { ownerId: { equals: raise, valueOf: raise, toString: raise } }],
    ['[SEC-115] an owner that is a list', { ownerId: [1] }],
    ['[SEC-107] an owner that is a promise', { ownerId: Promise.resolve(1) }],
    ['[SEC-112] an owner that throws', Object.defineProperty({}, 'ownerId', { get: raise })],
  ])('%s is an error, and no "not the owner" that could be negated', async (_name, object) => {
    const app = await start();
    row = object;
    for (const path of ['owner', 'not-owner', 'by-hand']) {
      await witness.expectDenied(app, () => as(app, { id: 1 }).get(`/${path}`), REFUSALS.broken);
    }
  });

  it.each([{ ownerId: null }, { ownerId: undefined }, {}, { ownerId: '' }, { ownerId: 0 }])(
    '[SEC-099] [SEC-100] [SEC-116] nobody owns what belongs to nobody: %j',
    async (object) => {
      const app = await start();
      row = object;
      for (const user of [null, {}, { id: null }, { id: '' }]) {
        for (const path of ['owner', 'by-hand']) {
          await witness.expectDenied(app, () => as(app, user).get(`/${path}`), REFUSALS.guest);
        }
      }
    },
  );

  it.each([{ not: 0 }, { notIn: [] }, { in: [2] }, { gt: 0 }, { some: {} }, {}, [2], { ownerId: 2 }])(
    '[SEC-172] an id of a user that reads as a condition owns nothing: %j',
    async (id) => {
      const app = await start();
      row = { ownerId: 2, owner: { id: 2, ownerId: 2 } };
      for (const path of ['owner', 'by-hand', 'relation', 'not-owner', 'not-relation']) {
        witness.entered.length = 0;
        expect([400, 401, 500]).toContain((await as(app, { id }).get(`/${path}`)).status);
        expect(witness.entered).toEqual([]);
      }
    },
  );

  it('[SEC-107] the owner over a loaded relation', async () => {
    const app = await start();
    const user = { id: 1 };
    row = { owner: { id: 1 } };
    await witness.expectGranted(() => as(app, user).get('/relation'));
    for (row of [{ owner: { id: 2 } }, { owner: { id: '1' } }, { owner: null }]) {
      await witness.expectDenied(app, () => as(app, user).get('/relation'), REFUSALS.forbidden);
      await witness.expectGranted(() => as(app, user).get('/not-relation'));
    }
    const unloaded = [
      {},
      { owner: undefined },
      { owner: Promise.resolve({ id: 1 }) },
      { owner: 1 },
      { owner: [{ id: 1 }] },
      { owner: {} },
      { owner: () => ({ id: 1 }) },
      { owner: { id: undefined } },
    ];
    for (row of unloaded) {
      for (const path of ['relation', 'not-relation']) {
        await witness.expectDenied(app, () => as(app, user).get(`/${path}`), REFUSALS.broken);
      }
    }
  });

  it('[SEC-115] one of many owners', async () => {
    const app = await start();
    const user = { id: 1 };
    for (row of [{ owners: [{ id: 1 }] }, { owners: [{ id: 2 }, { id: 1 }, { id: 1 }] }]) {
      await witness.expectGranted(() => as(app, user).get('/owners'));
    }
    for (row of [{ owners: [] }, { owners: [{ id: 2 }] }, { owners: [{ id: null }] }, { owners: [{ id: '1' }] }]) {
      await witness.expectDenied(app, () => as(app, user).get('/owners'), REFUSALS.forbidden);
    }
    for (row of [
      {},
      { owners: null },
      { owners: [undefined] },
      { owners: [{}] },
      { owners: { id: 1 } },
      { owners: new Set([{ id: 1 }]) },
      { owners: Promise.resolve([]) },
    ]) {
      await witness.expectDenied(app, () => as(app, user).get('/owners'), REFUSALS.broken);
    }
  });

  it('[SEC-112] methods of a row are never called', async () => {
    const app = await start();
    row = { ownerId: 1, equals: raise, valueOf: raise, toString: raise, toJSON: raise, [Symbol.toPrimitive]: raise };
    await witness.expectGranted(() => as(app, { id: 1 }).get('/owner'));
    row = { ...row, ownerId: 2 };
    await witness.expectDenied(app, () => as(app, { id: 1 }).get('/owner'), REFUSALS.forbidden);
  });
});

describe('Whatever two ids are', () => {
  it('[SEC-099] [SEC-100] [SEC-102] [SEC-109] the user owns the row only if they are the same value of the same type', async () => {
    const moduleRef = await Test.createTestingModule({ imports: [PermissionsModule.forRoot()] }).compile();
    moduleRef.useLogger(false);
    const service = moduleRef.get(PermissionsService);
    const may = async (
      permission: BasePermission | ReturnType<typeof not>,
      id: unknown,
      ownerId: unknown,
    ): Promise<boolean> =>
      service.can(permission, { id }, { ownerId }).catch((error: unknown) => {
        expect(error).toBeInstanceOf(HttpException);
        return false;
      });
    const owner = isOwner('ownerId');
    const foreign = not(isOwner('ownerId'));
    const id = fc.oneof(
      fc.constantFrom<unknown>(
        undefined,
        null,
        '',
        0,
        -0,
        NaN,
        false,
        true,
        '0',
        '1',
        1,
        1n,
        Infinity,
        [],
        [1],
        {},
        'undefined',
        'null',
      ),
      fc.integer(),
      fc.string(),
      fc.bigInt(),
      fc.anything({ maxDepth: 1 }),
    );
    const scalar = (value: unknown): boolean => ['string', 'number', 'bigint'].includes(typeof value);
    await fc.assert(
      fc.asyncProperty(id, fc.oneof(id, fc.constant('the same')), async (user, other) => {
        const ownerId = other === 'the same' ? user : other;
        const same = scalar(user) && typeof user === typeof ownerId && user === ownerId && user !== '';
        expect([user, ownerId, (await may(owner, user, ownerId)) && !same]).toEqual([user, ownerId, false]);
        if (ownerId === undefined || user === undefined || same)
          expect((await may(foreign, user, ownerId)) && same).toBe(false);
      }),
      { numRuns: 5_000, seed: 99 },
    );
    await moduleRef.close();
  }, 60_000);
});
