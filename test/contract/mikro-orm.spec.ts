import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/mikro-orm';
import type { EntityMetadata } from '../../lib/mikro-orm/orm.js';
import {
  bigints,
  column,
  type FakeOptions,
  fakeRepository,
  Fragment,
  metadataOf,
  numbers,
  type Post,
  PLATFORMS,
  texts,
  told,
  type User,
} from './mikro-orm-fake.js';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';

/** The condition of a scope, of which the caller asks nothing. */
function saidOf(entity: string, scope: Scope<never>, options?: FakeOptions): unknown {
  const { $and } = scopedWhere(fakeRepository<never>(entity, options), scope);
  expect($and).toHaveLength(1);
  return told($and[0]);
}

const said = (where: object | boolean, options?: FakeOptions): unknown => saidOf('Post', scopeWhere(where), options);
const negated = (where: object, options?: FakeOptions): unknown => saidOf('Post', scopeNot(where), options);
const maria = { platform: 'MariaDbPlatform' } as const;

/** Posts with one more property. */
function withProperty(property: ReturnType<typeof column>, options: FakeOptions = {}): FakeOptions {
  return { ...options, metadata: metadataOf({ more: property }) };
}

/** The metadata of an entity, changed. */
function changed(className: string, change: Partial<EntityMetadata>): FakeOptions {
  const metadata = metadataOf();
  Object.assign(metadata[className] as object, change);
  return { metadata };
}

const AT = new Date('2024-02-29T12:00:00.500Z');
const LATER = new Date('2024-02-29T12:00:00.501Z');

describe('a scope in conditions of MikroORM', () => {
  it('[SEC-162] is a constant where it is none, and no condition where it is all', () => {
    expect(said(false)).toEqual({ id: { $in: [] } });
    expect(said(true)).toEqual({ id: { $ne: null } });
    expect(said({ ownerId: { in: [] } })).toEqual({ id: { $in: [] } });
  });

  it('[SEC-170] binds every value, and names properties', () => {
    expect(said({ ownerId: 7 })).toEqual({ ownerId: { $in: ['?', 7] } });
    expect(said({ ownerId: { in: [7, 8, 7] } })).toEqual({ ownerId: { $in: ['?, ?', 7, 8] } });
    expect(said({ ownerId: { gt: 7 } })).toEqual({ ownerId: { $gt: ['?', 7] } });
    expect(said({ editor: 7 })).toEqual({ editor: { $in: ['?', 7] } });
    expect(said({ active: true })).toEqual({ active: { $in: ['?', true] } });
    expect(said({ active: true }, withProperty({}, maria))).toEqual({ active: { $in: ['?', true] } });
  });

  it('[SEC-176] says nulls in full: a null is not equal', () => {
    expect(said({ ownerId: null })).toEqual({ ownerId: { $eq: null } });
    expect(said({ ownerId: { not: null } })).toEqual({ ownerId: { $ne: null } });
    const differs = { $or: [{ ownerId: { $nin: ['?', 7] } }, { ownerId: { $eq: null } }] };
    expect(said({ ownerId: { not: 7 } })).toEqual(differs);
    expect(negated({ ownerId: 7 })).toEqual(differs);
    expect(negated({ ownerId: { gt: 7 } })).toEqual({
      $or: [{ ownerId: { $lte: ['?', 7] } }, { ownerId: { $eq: null } }],
    });
  });

  it('joins conditions with lists of their own', () => {
    const [seven, on] = [{ ownerId: { $in: ['?', 7] } }, { active: { $in: ['?', true] } }];
    expect(said({ ownerId: 7, active: true })).toEqual({ $and: [seven, on] });
    expect(saidOf('Post', scopeOr({ ownerId: 7 }, { active: true }))).toEqual({ $or: [seven, on] });
  });

  it.each([
    ['PostgreSqlPlatform', '? collate "C"'],
    ['OwnPlatform', '? collate "C"'],
    ['MariaDbPlatform', 'convert(? using utf8mb4) collate utf8mb4_nopad_bin'],
    ['MySqlPlatform', 'convert(? using utf8mb4) collate utf8mb4_0900_bin'],
  ] as const)('compares texts exactly, on %s', (platform, exact) => {
    const { $and } = said({ title: 'a' }, { platform }) as { $and: unknown[] };
    // an index is for the plain comparison
    expect($and).toEqual([{ title: { $in: ['?', 'a'] } }, { title: { $in: [exact, 'a'] } }]);
    expect(said({ title: 'é' }, { platform })).toEqual({ title: { $in: [exact, 'é'] } });
    expect(said({ title: { not: 'a' } }, { platform })).toEqual({
      $or: [{ title: { $nin: [exact, 'a'] } }, { title: { $eq: null } }],
    });
  });

  it('compares dates by their milliseconds, whatever the database knows of the rest', () => {
    expect(said({ at: AT })).toEqual({ $or: [{ $and: [{ at: { $gte: ['?', AT] } }, { at: { $lt: ['?', LATER] } }] }] });
    expect(said({ at: { not: AT } })).toEqual({
      $or: [{ $and: [{ $or: [{ at: { $lt: ['?', AT] } }, { at: { $gte: ['?', LATER] } }] }] }, { at: { $eq: null } }],
    });
    expect(said({ at: { gt: AT } })).toEqual({ at: { $gte: ['?', LATER] } });
    expect(said({ at: { gte: AT } })).toEqual({ at: { $gte: ['?', AT] } });
    expect(said({ at: { lt: AT } })).toEqual({ at: { $lt: ['?', AT] } });
    expect(said({ at: { lte: AT } })).toEqual({ at: { $lt: ['?', LATER] } });
  });

  it('orders integers against fractions and large numbers', () => {
    expect(said({ ownerId: { gte: 1.5 } })).toEqual({ ownerId: { $gt: ['?', 1] } });
    expect(said({ ownerId: { lt: 1.5 } })).toEqual({ ownerId: { $lte: ['?', 1] } });
    expect(said({ views: { gte: 5n } })).toEqual({ views: { $gte: ['?', '5'] } });
    expect(said({ ownerId: { lt: 1e300 } })).toEqual({ ownerId: { $lte: ['?', Number.MAX_SAFE_INTEGER] } });
  });

  it.each<[string, ReturnType<typeof column>, unknown, unknown, FakeOptions?]>([
    ['a bigint', column('bigint', 'bigint', { customType: bigints }), 5n, ['?', '5']],
    [
      'a bigint, on MariaDB',
      column('bigint unsigned', 'bigint', { customType: bigints }),
      5n,
      ['cast(? as signed)', '5'],
      maria,
    ],
    ['a decimal', column('numeric(12,2)', 'number', { customType: numbers }), 1.5, ['?', '1.5']],
    [
      'a decimal, on MariaDB',
      column('numeric(12,2)', 'number', { customType: numbers }),
      1.5,
      ['cast(? as decimal(65, 30))', '1.5'],
      maria,
    ],
    ['a decimal as a text', column('numeric(12,2)', 'string', { customType: texts }), '-1.50', ['?', '-1.50']],
    ['a decimal without a fraction', column('numeric(12)', 'string', { customType: texts }), '15', ['?', '15']],
    ['a double', column('double precision', 'number'), 0.1, ['?', 0.1]],
    [
      'a uuid',
      column('uuid', 'string'),
      '0f8fad5b-d9cb-469f-a165-70867728950e',
      ['?', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ],
    ['a day', column('date', 'string', { customType: texts }), '2024-02-29', ['?', '2024-02-29']],
    ['an enum', column('text', 'number', { columnTypes: ['smallint'], enum: true, items: [1, 2] }), 2, ['?', 2]],
    [
      'an enum of the database',
      column('mood', 'string', { nativeEnumName: 'mood', enum: true, items: ['a'] }),
      'a',
      ['?', 'a'],
    ],
    ['a boolean, on MariaDB', column('tinyint(1)', 'boolean'), false, ['?', false], maria],
    ['a small integer, on MariaDB', column('tinyint', 'number'), 2, ['?', 2], maria],
  ])('compares %s', (...[, property, value, expected, options]) => {
    expect(said({ more: value }, withProperty(property, options))).toEqual({ more: { $in: expected } });
  });

  it('compares an enum of MariaDB as a text', () => {
    const mood = column("enum('a','b')", 'string', { enum: true, items: ['a', 'b'] });
    expect(said({ more: 'a' }, withProperty(mood, maria))).toEqual({
      more: { $in: ['convert(? using utf8mb4) collate utf8mb4_nopad_bin', 'a'] },
    });
  });

  it.each<[string, ReturnType<typeof column>, unknown]>([
    ['a text', column('varchar(255)', 'string'), 1],
    ['a text that cannot be encoded', column('varchar(255)', 'string'), 'a\ud800'],
    ['a text that PostgreSQL does not store', column('text', 'string'), 'a\0'],
    ['an integer', column('int', 'number'), '1'],
    ['an integer for a word', column('int', 'number'), 'one'],
    ['an integer for a fraction', column('int', 'number'), 1.5],
    ['a double', column('double precision', 'number'), '1e0'],
    ['a boolean', column('boolean', 'boolean'), 1],
    ['a uuid', column('uuid', 'string'), '0F8FAD5B-D9CB-469F-A165-70867728950E'],
    ['a uuid for a word', column('uuid', 'string'), 'a'],
    ['a day', column('date', 'string', { customType: texts }), '2024-2-29'],
    ['a date', column('timestamptz(3)', 'Date'), AT.toISOString()],
    ['a date that is none', column('timestamptz(3)', 'Date'), 5],
    ['a bigint', column('bigint', 'bigint', { customType: bigints }), 5],
    ['a bigint for a word', column('bigint', 'bigint', { customType: bigints }), 'a'],
    ['a bigint that is too large', column('bigint', 'bigint', { customType: bigints }), 2n ** 63n],
    ['a decimal', column('numeric(12,2)', 'string', { customType: texts }), '1.5'],
    ['a decimal with more digits', column('numeric(12,2)', 'string', { customType: texts }), '1.505'],
    ['a decimal for a word', column('numeric(12,2)', 'string', { customType: texts }), 'a'],
    ['a zero with a sign', column('numeric(12,2)', 'string', { customType: texts }), '-0.00'],
    ['an enum', column('text', 'string', { enum: true, items: ['a', 'b'] }), 'c'],
  ])('[SEC-179] %s equals nothing that no entity holds', (_title, property, value) => {
    const options = withProperty(property);
    expect(said({ more: value }, options)).toEqual({ id: { $in: [] } });
    expect(said({ more: { not: value } }, options)).toEqual({
      $or: [{ id: { $ne: null } }, { more: { $eq: null } }],
    });
  });

  it('equals nothing where a type cannot store the value', () => {
    const strict = {
      ...texts,
      convertToDatabaseValue: () => {
        throw new Error('no such value');
      },
    };
    expect(said({ more: 'a' }, withProperty(column('text', 'string', { customType: strict })))).toEqual({
      id: { $in: [] },
    });
  });

  describe.each([6, 7] as const)('follows relations, in MikroORM %i', (major) => {
    const ofUser = (where: object): unknown => saidOf('User', scopeWhere(where), { major });
    const bio = { $and: [{ bio: { $in: ['?', 'a'] } }, { bio: { $in: ['? collate "C"', 'a'] } }] };

    it('to one', () => {
      const found = ['select id from User', { id: { $in: ['?', 7] } }];
      expect(said({ owner: { id: 7 } }, { major })).toEqual({ owner: { $in: found } });
      expect(negated({ owner: { id: 7 } }, { major })).toEqual({
        $or: [{ owner: { $eq: null } }, { owner: { $nin: found } }],
      });
    });

    it('to one, from its other side', () => {
      const found = ['select user from Profile', { $and: [{ user: { $ne: null } }, bio] }];
      expect(ofUser({ profile: { bio: 'a' } })).toEqual({ id: { $in: found } });
      expect(saidOf('User', scopeNot({ profile: { bio: 'a' } }), { major })).toEqual({ id: { $nin: found } });
    });

    it('to many', () => {
      const found = ['select owner from Post', { $and: [{ owner: { $ne: null } }, { active: { $in: ['?', true] } }] }];
      expect(ofUser({ posts: { some: { active: true } } })).toEqual({ id: { $in: found } });
    });

    it('to many of many, from both sides', () => {
      const among = { $in: ['select id from User', { id: { $in: ['?', 7] } }] };
      const [own, other] = ['User_owner', 'User_inverse'];
      const keys = (from: string, to: string) => [
        `select ${from} from q_follows`,
        { $and: [{ [from]: { $ne: null } }, { [to]: among }] },
      ];
      expect(ofUser({ follows: { some: { id: 7 } } })).toEqual({ id: { $in: keys(own, other) } });
      expect(ofUser({ followers: { some: { id: 7 } } })).toEqual({ id: { $in: keys(other, own) } });
    });
  });

  it('[SEC-184] is a key of a cache with its values: MikroORM leaves them out', () => {
    const key = (name: string) =>
      JSON.stringify(scopedWhere(fakeRepository<Post>('Post'), scopeWhere({ owner: { name } })));
    expect(key('a')).not.toBe(key('b'));
    const sizes = scopedWhere(fakeRepository<Post>('Post'), scopeWhere({ ownerId: 7 }));
    expect(JSON.stringify(sizes)).toContain('7');
    const large = column('bigint', 'bigint', {
      customType: { ...bigints, convertToDatabaseValue: (value: unknown) => value },
    });
    const more = scopedWhere(fakeRepository<Post>('Post', withProperty(large)), scopeWhere({ more: 7n }));
    expect(JSON.stringify(more)).toContain('"7"');
  });
});

describe('the conditions of the caller', () => {
  const posts = fakeRepository<Post>('Post');
  const mine = scopeWhere<Post>({ ownerId: 1 });
  const own = { ownerId: { $in: ['?', 1] } };
  const both = (where: Parameters<typeof scopedWhere<Post, never>>[2]) =>
    told(scopedWhere(posts, mine, where as never));

  it('[SEC-166] stand beside the scope, and never in its place', () => {
    expect(both({ title: 'a' } as never)).toEqual({ $and: [{ title: 'a' }, own] });
    expect(both({ ownerId: 2 } as never)).toEqual({ $and: [{ ownerId: 2 }, own] });
    expect(both({ $or: [{ id: 1 }, { id: 2 }] } as never)).toEqual({ $and: [{ $or: [{ id: 1 }, { id: 2 }] }, own] });
    expect(both({} as never)).toEqual({ $and: [{}, own] });
    expect(both({ owner: null, id: [], at: AT } as never)).toEqual({ $and: [{ owner: null, id: [], at: AT }, own] });
  });

  it('may be a key, or a list of conditions, which means OR', () => {
    expect(both(5 as never)).toEqual({ $and: [5, own] });
    expect(both([{ id: 1 }, 2] as never)).toEqual({ $and: [{ $or: [{ id: 1 }, 2] }, own] });
  });

  it('[SEC-165] keep raw SQL to themselves, which MikroORM writes without parentheses', () => {
    const fragment = new Fragment('1=1 or 1=1', []);
    const key = Symbol('fragment');
    const kept = (where: object): object => ({ $and: [{ $not: { $not: told(where) } }, own] });
    for (const where of [
      { title: 'a', [key]: [] },
      { id: fragment },
      { owner: { id: { $eq: fragment } } },
      { $or: [{ id: 1 }, { title: { $in: [fragment] } }] },
    ]) {
      expect(both(where as never)).toEqual(kept(where));
    }
  });

  it.each<[unknown, RegExp]>([
    [{ id: undefined }, /got id: undefined, which is no condition: leave it out, or write null/],
    [{ owner: { id: undefined } }, /got owner\.id: undefined/],
    [{ id: { $in: [1, undefined] } }, /got id\.\$in\[1\]: undefined/],
    [[], /got \$or: \[\], which is no condition/],
    [{ $or: [] }, /got \$or: \[\]/],
    [{ owner: { $and: [] } }, /got owner\.\$and: \[\]/],
    [{ $or: [{ id: 1 }, {}] }, /got \$or\[1\]: \{\}/],
    [{ owner: {} }, /got owner: \{\}/],
    [null, /got null for a condition/],
    [true, /got boolean for a condition/],
    [new Date(), /got object for a condition/],
  ])('[SEC-164] are refused where MikroORM takes them for none: %p', (where, message) => {
    expect(() => both(where as never)).toThrow(TypeError);
    expect(() => both(where as never)).toThrow(message);
  });

  it('are refused as a list where a list may be a key', () => {
    const follows = fakeRepository<User>('q_follows');
    expect(() => scopedWhere(follows, scopeWhere(true), [{ id: 1 }])).toThrow(/may be a key: write an object/);
  });

  it('are of the entity of the repository, as the scope is', () => {
    // @ts-expect-error -- a scope of users
    scopedWhere(posts, scopeWhere<User>(true));
    // @ts-expect-error -- no property of a post
    scopedWhere(posts, mine, { name: 'a' });
    expect(scopedWhere(posts, mine, { title: 'a' }).$and).toHaveLength(2);
  });
});

describe('what cannot be said is refused', () => {
  const property = (options: ReturnType<typeof column>, more: FakeOptions = {}): FakeOptions =>
    withProperty(options, more);
  const relation = (options: object): FakeOptions => {
    const metadata = metadataOf();
    Object.assign(metadata['Post']!.properties['owner'] as object, options);
    return { metadata };
  };

  it.each<[string, RegExp, object, FakeOptions?]>([
    ['a field that is not there', /Post has no property `age`/, { age: 1 }],
    ['a field of every object', /Post has no property `constructor`/, { constructor: 1 }],
    ['a relation that is not there', /Post has no relation `team`/, { team: { id: 1 } }],
    ['a relation of every object', /Post has no relation `constructor`/, { constructor: { id: 1 } }],
    ['a field as a relation', /Post has no relation `title`/, { title: { id: 1 } }],
    ['a field behind a relation', /User has no property `x`/, { owner: { x: 1 } }],
    ['the relation as a value', /Post\.owner is a relation: compare a field of it/, { owner: null }],
    ['many rows of one', /Post\.owner leads to one row: write \{ owner: \{ … \} \}/, { owner: { some: { id: 1 } } }],
    ['one row of many', /User\.posts leads to many rows: write \{ posts: \{ some/, { owner: { posts: { id: 1 } } }],
    ['a key as a relation', /Post\.editor holds only the key/, { editor: { id: 1 } }],
    ['what is embedded', /Post\.more is embedded/, { more: 1 }, property({ kind: 'embedded' })],
    ['what is within', /Post\.more is embedded/, { more: { city: 'a' } }, property({ kind: 'embedded' })],
    [
      'a part of what is embedded',
      /Post\.more is embedded/,
      { more: 1 },
      property(column('int', 'number', { embedded: ['a', 'b'] })),
    ],
    [
      'a formula',
      /Post\.more is no column of its own/,
      { more: 1 },
      property(column('int', 'number', { formula: '1', persist: false })),
    ],
    [
      'what is not stored',
      /Post\.more is no column of its own/,
      { more: 1 },
      property(column('int', 'number', { persist: false })),
    ],
    [
      'several columns',
      /Post\.more is no column of its own/,
      { more: 1 },
      property(column('int', 'number', { fieldNames: ['a', 'b'] })),
    ],
    [
      'a column that is padded',
      /Post\.more is a column of type char\(3\), read as string/,
      { more: 'a' },
      property(column('char(3)', 'string')),
    ],
    ['a column that is folded', /type citext/, { more: 'a' }, property(column('citext', 'string'))],
    ['a column that is rounded', /type real/, { more: 1 }, property(column('real', 'number'))],
    ['a structure', /type jsonb/, { more: 'a' }, property(column('jsonb', 'any', { customType: texts }))],
    ['an array', /type text/, { more: 'a' }, property(column('text', 'string[]', { customType: texts }))],
    [
      'an array of enums',
      /type text/,
      { more: 'a' },
      property(column('text', 'string', { array: true, customType: texts })),
    ],
    [
      'a type that is told in SQL',
      /type text/,
      { more: 'a' },
      property(column('text', 'string', { customType: { ...texts, convertToJSValueSQL: () => '' } })),
    ],
    [
      'a value that is told in SQL',
      /type text/,
      { more: 'a' },
      property(column('text', 'string', { customType: { ...texts, convertToDatabaseValueSQL: () => '' } })),
    ],
    [
      'a date of an own type',
      /type timestamptz/,
      { more: 'a' },
      property(column('timestamptz', 'Date', { customType: texts })),
    ],
    [
      'a column that is read as something else',
      /type int, read as boolean/,
      { more: true },
      property(column('int', 'boolean')),
    ],
    ['a bigint without a type', /type bigint/, { more: 1 }, property(column('bigint', 'number'))],
    [
      'a decimal without digits',
      /type numeric/,
      { more: '1' },
      property(column('numeric', 'string', { customType: texts })),
    ],
    [
      'a decimal that a number cannot hold',
      /type numeric\(20,2\)/,
      { more: 1 },
      property(column('numeric(20,2)', 'number', { customType: numbers })),
    ],
    [
      'a decimal as a text, on MariaDB',
      /type numeric\(12,2\)/,
      { more: '1' },
      property(column('numeric(12,2)', 'string', { customType: texts }), maria),
    ],
    [
      'a relation to several entities',
      /Post\.owner leads to a table of several entities/,
      { owner: { id: 1 } },
      relation({ polymorphic: true }),
    ],
    [
      'one of several entities of a table',
      /Post\.owner leads to a table of several/,
      { owner: { id: 1 } },
      changed('User', { discriminatorColumn: 'type' }),
    ],
    [
      'an entity of several tables',
      /Post\.owner leads to User, whose columns are in several tables/,
      { owner: { id: 1 } },
      changed('User', { inheritanceType: 'tpt' }),
    ],
    [
      'an entity without a table',
      /Post\.owner leads to User, which has no table/,
      { owner: { id: 1 } },
      changed('User', { virtual: true }),
    ],
    [
      'a schema that each query chooses',
      /whose schema each query chooses/,
      { owner: { id: 1 } },
      changed('User', { schema: '*' }),
    ],
    [
      'a key of several columns',
      /Post\.owner is not joined by one primary key/,
      { owner: { id: 1 } },
      changed('User', { compositePK: true }),
    ],
    [
      'a key that is not the primary one',
      /Post\.owner is not joined by one primary key/,
      { owner: { id: 1 } },
      relation({ targetKey: 'name' }),
    ],
    [
      'rows that a relation leaves out',
      /its `where` hides from entities/,
      { owner: { id: 1 } },
      relation({ where: { id: 1 } }),
    ],
    [
      'rows that a filter hides',
      /the filter `alive` hides/,
      { owner: { id: 1 } },
      changed('User', { filters: { alive: { default: true } } }),
    ],
    [
      'rows that a filter of all hides',
      /the filter `tenant` hides/,
      { owner: { id: 1 } },
      { filters: { tenant: { default: true } } },
    ],
    [
      'rows that a filter of some hides',
      /the filter `tenant` hides/,
      { owner: { id: 1 } },
      { filters: { tenant: { default: true, entity: [class User {}] } } },
    ],
    ['an order of texts', /Post\.title cannot be ordered against 5 \(number\)/, { title: { gt: 5 } }],
    ['an order against another type', /Post\.views cannot be ordered against 5 \(number\)/, { views: { gt: 5 } }],
    [
      'an order of texts that look like numbers',
      /cannot be ordered/,
      { more: { gt: 5n } },
      property(column('numeric(12,2)', 'string', { customType: texts })),
    ],
    [
      'a database that is not known',
      /cannot be said to MongoPlatform.*scope\.filter/,
      { title: 'a' },
      { platform: 'MongoPlatform' },
    ],
  ])('%s', (...[, message, where, options]) => {
    expect(() => said(where, options)).toThrow(TypeError);
    expect(() => said(where, options)).toThrow(message);
  });

  it('a relation from a key of several columns', () => {
    const options = changed('User', { compositePK: true });
    for (const where of [{ posts: { some: { id: 1 } } }, { follows: { some: { id: 1 } } }]) {
      expect(() => saidOf('User', scopeWhere(where), options)).toThrow(/is not joined by one primary key/);
    }
  });

  it('an entity whose rows are not those of one table, whatever the scope', () => {
    expect(() => said(true, changed('Post', { virtual: true }))).toThrow(/cannot be said of Post, which has no table/);
    expect(() => said(true, changed('Post', { inheritanceType: 'tpt' }))).toThrow(/of Post, whose columns/);
  });

  it('but not for a filter that is off, or of another entity', () => {
    const where = { owner: { id: 1 } };
    expect(said(where, { filters: { other: { default: true, entity: 'Post' }, off: { default: false } } })).toEqual(
      said(where),
    );
  });

  it('also where PostgreSQL is spoken by a platform of one’s own', () => {
    expect(said({ ownerId: 7 }, { platform: 'OwnPlatform' })).toEqual(said({ ownerId: 7 }));
    expect(Object.keys(PLATFORMS)).toContain('OwnPlatform');
  });
});
