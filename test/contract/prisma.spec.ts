import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/prisma';
import { FieldReference, modelsOf, type Post, type PostWhere } from './prisma-models.js';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';

const { post, named } = modelsOf();
const [ALL, NONE] = [{ id: { notIn: [] } }, { id: { in: [] } }];

/** What the scope becomes; the caller's own conditions stand beside it. */
function said(scope: Scope, model = post): unknown {
  const { AND } = scopedWhere(model, scope);
  expect(AND).toHaveLength(2);
  expect((AND as unknown[])[0]).toEqual({});
  return (AND as unknown[])[1];
}

describe('scopedWhere of Prisma', () => {
  describe('says', () => {
    it.each<[string, object, object, object]>([
      ['a value', { title: 'a' }, { title: { equals: 'a' } }, or({ title: { not: 'a' } }, { title: null })],
      [
        'another value',
        { title: { not: 'a' } },
        or({ title: { not: 'a' } }, { title: null }),
        { title: { equals: 'a' } },
      ],
      ['null', { title: null }, { title: null }, { title: { not: null } }],
      ['anything but null', { title: { not: null } }, { title: { not: null } }, { title: null }],
      ['null where there is none', { id: null }, NONE, ALL],
      ['values', { id: { in: [1, 2] } }, { id: { in: [1, 2] } }, or({ id: { notIn: [1, 2] } }, NONE)],
      [
        'one of one',
        { title: { in: ['a'] } },
        { title: { equals: 'a' } },
        or({ title: { not: 'a' } }, { title: null }),
      ],
      ['no value', { id: { in: [] } }, NONE, ALL],
      ['every value', { id: { notIn: [] } }, ALL, NONE],
      ['true', { flag: true }, { flag: { equals: true } }, or({ flag: { equals: false } }, { flag: null })],
      ['both truths', { flag: { in: [true, false] } }, { flag: { not: null } }, or(NONE, { flag: null })],
      [
        'a member of an enum',
        { color: 'one' },
        { color: { equals: 'one' } },
        or({ color: { not: 'one' } }, { color: null }),
      ],
      ['an order', { small: { gt: 1 } }, { small: { gte: 2 } }, or({ small: { lte: 1 } }, { small: null })],
      ['another order', { small: { lt: 1 } }, { small: { lte: 0 } }, or({ small: { gte: 1 } }, { small: null })],
      ['bigints in order', { size: { gt: 1n } }, { size: { gte: 2n } }, or({ size: { lte: 1n } }, { size: null })],
      ['and up to one', { size: { lt: 1n } }, { size: { lte: 0n } }, or({ size: { gte: 1n } }, { size: null })],
      [
        'numbers in order, of which PostgreSQL thinks NaN the last',
        { ratio: { gt: 0.5 } },
        { ratio: { gt: 0.5, lte: 1e308 } },
        or({ ratio: { lte: 0.5 } }, { ratio: null }),
      ],
      [
        'a related row',
        { owner: { id: 1 } },
        { owner: { is: { id: { equals: 1 } } } },
        { owner: { isNot: { id: { equals: 1 } } } },
      ],
      [
        'related rows',
        { tags: { some: { label: 'a' } } },
        { tags: { some: { label: { equals: 'a' } } } },
        { tags: { none: { label: { equals: 'a' } } } },
      ],
      [
        'several conditions',
        { id: 1, title: null },
        { AND: [{ id: { equals: 1 } }, { title: null }] },
        or(or({ id: { not: 1 } }, NONE), { title: { not: null } }),
      ],
    ])('%s, and the contrary', (_title, where, filter, contrary) => {
      expect(said(scopeWhere(where))).toEqual(filter);
      expect(said(scopeNot(where))).toEqual(contrary);
    });

    it('[SEC-162] all and none as constants that Prisma does not drop', () => {
      expect(said(scopeWhere(true))).toEqual(ALL);
      expect(said(scopeWhere(false))).toEqual(NONE);
      expect(said(scopeOr({ id: 1 }, { id: { in: [] } }))).toEqual({ id: { equals: 1 } });
    });

    it('[SEC-177] a comparison inside of what is negated as false where the field is null', () => {
      const decided = { AND: [{ name: { equals: 'a' } }, { name: { not: null } }] };
      expect(said(scopeNot({ owner: { name: 'a' } }))).toEqual({ owner: { isNot: decided } });
      expect(said(scopeNot({ owner: { boss: { name: 'a' } } }))).toEqual({
        owner: { isNot: { boss: { is: decided } } },
      });
      expect(said(scopeNot({ owner: { id: 1 } }))).toEqual({ owner: { isNot: { id: { equals: 1 } } } });
      // a subquery finds the row or does not
      expect(said(scopeNot({ owner: { team: { some: { name: 'a' } } } }))).toEqual({
        owner: { isNot: { team: { some: { name: { equals: 'a' } } } } },
      });
      expect(said(scopeNot({ children: { some: { title: 'a' } } }))).toEqual({
        children: { none: { title: { equals: 'a' } } },
      });
    });

    it('[SEC-179] an instant as the millisecond that a row holds of it', () => {
      const [at, next] = [new Date(5), new Date(6)];
      expect(said(scopeWhere({ at }))).toEqual({ OR: [{ at: { gte: at, lt: next } }] });
      expect(said(scopeWhere({ at: { notIn: [at] } }))).toEqual(
        or({ AND: [{ OR: [{ at: { lt: at } }, { at: { gte: next } }] }] }, { at: null }),
      );
      expect(said(scopeWhere({ at: { gt: at } }))).toEqual({ at: { gte: next } });
      expect(said(scopeWhere({ at: { gte: at } }))).toEqual({ at: { gte: at } });
      expect(said(scopeWhere({ at: { lt: at } }))).toEqual({ at: { lt: at } });
      expect(said(scopeWhere({ at: { lte: at } }))).toEqual({ at: { lt: next } });
    });

    it('[SEC-179] a day as the midnight that a row holds of it', () => {
      const [day, noon, next] = ['2024-02-29', '2024-02-29T12:00:00Z', '2024-03-01'].map((text) => new Date(text));
      expect(said(scopeWhere({ day }))).toEqual({ day: { equals: day } });
      expect(said(scopeWhere({ day: noon }))).toEqual(NONE);
      expect(said(scopeWhere({ day: { gt: noon } }))).toEqual({ day: { gte: next } });
      expect(said(scopeWhere({ day: { gte: day } }))).toEqual({ day: { gte: day } });
      expect(said(scopeWhere({ day: { lt: noon } }))).toEqual({ day: { lte: day } });
      expect(said(scopeWhere({ day: { lte: noon } }))).toEqual({ day: { lte: day } });
    });

    it.each<[string, object, object]>([
      ['too large', { gt: 40_000 }, NONE],
      ['all that are smaller', { lt: 40_000 }, { small: { not: null } }],
      ['too small', { lt: -40_000 }, NONE],
      ['all that are larger', { gte: -Infinity }, { small: { not: null } }],
      ['between two integers', { gte: 1.5 }, { small: { gte: 2 } }],
      ['up to between two integers', { lte: 1.5 }, { small: { lte: 1 } }],
    ])('integers that are %s, which PostgreSQL would not take', (_title, order, filter) => {
      expect(said(scopeWhere({ small: order }))).toEqual(filter);
    });

    it.each<[string, unknown]>([
      ['id', 1.5],
      ['id', '1'],
      ['id', 1n],
      ['id', 2 ** 31],
      ['small', 2 ** 15],
      ['size', 1],
      ['size', 2n ** 63n],
      ['ratio', 1n],
      ['title', 1],
      ['title', 'nul\0'],
      ['title', 'half\ud800'],
      ['uuid', 1],
      ['uuid', '0F8FAD5B-D9CB-469F-A165-70867728950E'],
      ['uuid', 'no uuid'],
      ['color', '1'],
      ['color', 1],
      ['flag', 1],
      ['at', 0],
      ['day', 0],
    ])('[SEC-179] that %s is never %p, which no row can hold', (field, value) => {
      const everything = field === 'id' ? ALL : { [field]: { not: null } };
      expect(said(scopeWhere({ [field]: value }))).toEqual(NONE);
      expect(said(scopeWhere({ [field]: { not: value } }))).toEqual(
        or(everything, field === 'id' ? NONE : { [field]: null }),
      );
    });

    it('what a row can hold', () => {
      const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';
      expect(said(scopeWhere({ uuid: { in: [uuid, 'x'] } }))).toEqual({ uuid: { equals: uuid } });
      expect(said(scopeWhere({ ratio: { in: [0.1, 2] } }))).toEqual(
        or({ ratio: { equals: 0.1 } }, { ratio: { equals: 2 } }),
      );
      expect(said(scopeWhere({ ratio: { notIn: [0.1, 2] } }))).toEqual(
        or({ AND: [{ ratio: { not: 0.1 } }, { ratio: { not: 2 } }] }, { ratio: null }),
      );
      expect(said(scopeWhere({ size: 2n ** 62n }))).toEqual({ size: { equals: 2n ** 62n } });
    });

    it('constants of a model without a number', () => {
      expect(said(scopeWhere(false), named('Tag') as typeof post)).toEqual({ label: { in: [] } });
    });
  });

  describe('ANDs itself to the conditions of the caller', () => {
    it.each<PostWhere>([
      { OR: [{ id: 1 }, { title: 'a' }] },
      { AND: { OR: [{ id: 1 }] }, NOT: { title: null } },
      { id: 3, title: { contains: '' } },
    ])('[SEC-165] [SEC-166] %j', (where) => {
      const copy = structuredClone(where);
      const both = scopedWhere(post, scopeWhere<Post>({ id: 1 }), where);
      expect(both).toEqual({ AND: [copy, { id: { equals: 1 } }] });
      expect(where).toEqual(copy);
    });

    it('[SEC-169] anew each time', () => {
      const scope = scopeWhere<Post>({ id: { in: [1, 2] } });
      const first = scopedWhere(post, scope);
      const second = structuredClone(scopedWhere(post, scope));
      Object.assign((first.AND as object[])[1]!, { id: {} });
      expect(scopedWhere(post, scope)).toEqual(second);
    });

    it.each<[string, RegExp, unknown]>([
      ['undefined', /got id: undefined, which Prisma takes for no condition: leave it out/, { id: undefined }],
      [
        'undefined at any depth',
        /got AND\[1\]\.NOT\.id\.gt: undefined/,
        { AND: [{}, { NOT: { id: { gt: undefined } } }] },
      ],
      [
        'undefined in an object of a class',
        /got filter\.id: undefined/,
        {
          filter: new (class {
            id = undefined;
          })(),
        },
      ],
      ['undefined in a list', /got id\.in\[1\]: undefined/, { id: { in: [1, undefined] } }],
      ['an AND of nothing', /got AND: \[\]/, { AND: [] }],
      ['an OR of nothing, which Prisma drops beside other conditions', /got OR: \[\]/, { OR: [] }],
      ['a NOT of nothing', /got owner\.is\.NOT: \[\]/, { owner: { is: { NOT: [] } } }],
      ['a field of which nothing is said', /got title: \{\}/, { title: {} }],
      ['a relation of which nothing is said', /got owner: \{\}/, { owner: {} }],
      ['an OR in which nothing is said', /got OR\[1\]: \{\}/, { OR: [{ id: 1 }, {}] }],
      ['a NOT in which nothing is said', /got NOT: \{\}/, { NOT: {} }],
    ])('refuses %s', (_title, message, where) => {
      expect(() => scopedWhere(post, scopeWhere<Post>({ id: 1 }), where as PostWhere)).toThrow(TypeError);
      expect(() => scopedWhere(post, scopeWhere<Post>({ id: 1 }), where as PostWhere)).toThrow(message);
    });

    it.each<unknown>([
      { tags: { some: {} }, owner: { isNot: {} }, AND: [{}], json: { equals: {}, array_contains: [{}] } },
      { id: { in: [], gt: new FieldReference() }, title: null, at: new Date(0), bytes: new Uint8Array([1]) },
    ])('lets through what says something: %p', (where) => {
      expect(scopedWhere(post, scopeWhere<Post>({ id: 1 }), where as PostWhere).AND).toContain(where);
    });
  });

  describe('refuses', () => {
    it.each<[string, RegExp, object]>([
      ['a field that is not there', /Post has no field `age`/, { age: 1 }],
      ['a field that the client does not know', /Post has no field `hidden`/, { hidden: 'a' }],
      [
        '[SEC-170] a field by the name of what all objects have',
        /Post has no field `constructor`/,
        { constructor: 'a' },
      ],
      ['a relation that is not there', /Post has no relation `team`/, { team: { id: 1 } }],
      ['a field as a relation', /Post has no relation `title`/, { title: { id: 1 } }],
      ['one row of many', /Post\.tags leads to many rows: write \{ tags: \{ some/, { tags: { label: 'a' } }],
      ['many rows of one', /Post\.owner leads to one row: write \{ owner: \{ … \} \}/, { owner: { some: { id: 1 } } }],
      ['a relation as a value', /Post\.owner is a relation: compare a field of it/, { owner: null }],
      ['a field behind a relation', /User has no field `x`/, { owner: { x: 1 } }],
      ['a list', /Post\.list is of type String\[\], which the database and memory compare differently/, { list: 'a' }],
      ['a list of an enum', /Post\.colors is of type Color\[\]/, { colors: 'red' }],
      ['text that is folded', /Post\.folded is of type String \(Citext\)/, { folded: 'a' }],
      ['numbers that are rounded', /Post\.real is of type Float \(Real\)/, { real: 0.1 }],
      ['decimals', /Post\.money is of type Decimal/, { money: 1 }],
      ['JSON', /Post\.json is of type Json/, { json: 'a' }],
      ['what Prisma does not know', /Post\.shape is of type Unsupported/, { shape: 'a' }],
      ['an order of another type', /Post\.id cannot be ordered against 1 \(bigint\)/, { id: { gt: 1n } }],
      ['an order of text', /Post\.title cannot be ordered against 1 \(number\)/, { title: { gt: 1 } }],
      ['a number that Prisma rounds', /Post\.ratio cannot be compared with 1e\+300, .* exactly/, { ratio: 1e300 }],
      ['a number without end', /Post\.ratio cannot be compared with Infinity/, { ratio: { lt: Infinity } }],
      ['a date behind all years', /Post\.at cannot be compared with .*275760/, { at: { lt: new Date(8.64e15) } }],
      ['a day before all years', /Post\.day cannot be compared with/, { day: new Date(-8.64e15) }],
    ])('%s', (_title, message, where) => {
      for (const scope of [scopeWhere(where), scopeNot(where)]) {
        expect(() => scopedWhere(post, scope)).toThrow(TypeError);
        expect(() => scopedWhere(post, scope)).toThrow(message);
      }
    });

    it('a model that is none', () => {
      const scope = scopeWhere({ id: 1 });
      for (const model of [{}, { $name: 'Post' }, { $name: 'Post', $parent: {} }, { $parent: { _engineConfig: {} } }]) {
        expect(() => scopedWhere(model as typeof post, scope)).toThrow(/write scopedWhere\(prisma\.post, scope\)/);
      }
      const old = { $name: 'Post', $parent: { _engineConfig: { activeProvider: 'postgresql' } } };
      expect(() => scopedWhere(old as unknown as typeof post, scope)).toThrow(/a client of Prisma 7/);
    });

    it('a model of which no field can be compared with a list', () => {
      expect(() => scopedWhere(named('Switch'), scopeWhere({ on: true }))).toThrow(/Switch has no field that could be/);
      expect(() => scopedWhere(named('Missing'), scopeWhere(true))).toThrow(/Missing has no field/);
    });

    it.each(['sqlite', 'sqlserver', 'mongodb', 'toString'])('%s, of which nobody knows how it compares', (provider) => {
      expect(() => scopedWhere(modelsOf(provider).post, scopeWhere({ id: 1 }))).toThrow(
        `A scope cannot be said to ${provider}, of which it is not known how it compares`,
      );
    });
  });

  describe('on MySQL', () => {
    const { post: mysql } = modelsOf('mysql');

    it('refuses text, which its collation compares', () => {
      expect(() => scopedWhere(mysql, scopeWhere<Post>({ title: 'a' }))).toThrow(
        'Post.title is of type String (VarChar), which MySQL compares by its collation, where "A" is "a"',
      );
      expect(() => scopedWhere(mysql, scopeWhere({ list: 'a' }))).toThrow(
        /the database and memory compare differently/,
      );
    });

    it('takes for false what a row holds as false, whatever number is stored', () => {
      expect(said(scopeWhere({ flag: false }), mysql)).toEqual({ flag: { not: true } });
      expect(said(scopeWhere({ flag: true }), mysql)).toEqual({ flag: { equals: true } });
    });

    it('needs no end of the numbers', () => {
      expect(said(scopeWhere({ ratio: { gte: 0.5 } }), mysql)).toEqual({ ratio: { gte: 0.5 } });
    });
  });

  it('has the types of the model', () => {
    const mine = scopeWhere<Post>({ id: 1 });
    const where: PostWhere = scopedWhere(post, mine, { title: 'a' });
    expect(where).toBeDefined();
    const others = scopeWhere<{ wheels: number }>({ wheels: 4 });
    // @ts-expect-error -- the scope of another model
    expect(() => scopedWhere(post, others)).toThrow(/no field `wheels`/);
    // @ts-expect-error -- a condition that the model does not have
    scopedWhere(post, mine, { wheels: 4 });
    // @ts-expect-error -- no model
    expect(() => scopedWhere(new Date(), mine)).toThrow(/needs a model/);
  });
});

function or(...filters: readonly object[]): object {
  return { OR: filters };
}
