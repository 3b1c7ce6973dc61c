import { aliasedTable, and, eq, or, relations, type SQL, sql } from 'drizzle-orm';
import * as mysql from 'drizzle-orm/mysql-core';
import { drizzle as mysqlProxy } from 'drizzle-orm/mysql-proxy';
import * as pg from 'drizzle-orm/pg-core';
import { drizzle as pgProxy } from 'drizzle-orm/pg-proxy';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { drizzle as sqliteProxy } from 'drizzle-orm/sqlite-proxy';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/drizzle';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';

const noAnswer = () => Promise.resolve({ rows: [] });

const mood = pg.pgEnum('mood', ['happy', 'sad']);
const users = pg.pgTable('users', { id: pg.integer().primaryKey(), name: pg.text(), bossId: pg.integer('boss') });
const profiles = pg.pgTable('profiles', { id: pg.integer().primaryKey(), bio: pg.text(), userId: pg.integer() });
const posts = pg.pgTable('posts', {
  id: pg.integer('post_id').primaryKey(),
  title: pg.text('headline'),
  views: pg.bigint({ mode: 'number' }),
  size: pg.bigint({ mode: 'bigint' }),
  ratio: pg.doublePrecision(),
  isOpen: pg.boolean(),
  at: pg.timestamp(),
  day: pg.date(),
  uuid: pg.uuid(),
  mood: mood(),
  authorId: pg.integer('author'),
  deletedAt: pg.timestamp({ mode: 'string' }),
  price: pg.numeric(),
  code: pg.char({ length: 3 }),
  meta: pg.jsonb(),
  labels: pg.text().array(),
  speed: pg.real(),
  time: pg.time(),
  midnight: pg.date({ mode: 'date' }),
  custom: pg.customType<{ data: string }>({ dataType: () => 'citext' })(),
});
const schema = {
  users,
  profiles,
  posts,
  userRelations: relations(users, ({ one, many }) => ({
    boss: one(users, { fields: [users.bossId], references: [users.id], relationName: 'boss' }),
    staff: many(users, { relationName: 'boss' }),
    profile: one(profiles),
    posts: many(posts),
    loose: one(posts, { fields: [] as never, references: [] as never }),
    twins: many(profiles, { relationName: 'nobody says the other side' }),
  })),
  profileRelations: relations(profiles, ({ one }) => ({
    user: one(users, { fields: [profiles.userId], references: [users.id] }),
  })),
  postRelations: relations(posts, ({ one }) => ({
    author: one(users, { fields: [posts.authorId], references: [users.id] }),
  })),
};
const db = pgProxy(noAnswer, { schema });
type Condition = readonly [text: string, values: unknown[]];

function said(scope: Scope, table: pg.PgTable = posts): Condition {
  const { sql: text, params } = new pg.PgDialect().sqlToQuery(scopedWhere(db, table, scope));
  return [text.slice(1, -1), params];
}

describe('conditions of Drizzle', () => {
  const title = '"posts"."headline"';
  const exactTitle = `cast(${title} as text) collate "C"`;

  it.each<[string, object | boolean, string, unknown[]]>([
    ['every row', true, '1=1', []],
    ['no row', false, '1=0', []],
    ['a text', { title: 'a' }, `(${title} in ($1) and ${exactTitle} in (cast($2 as text) collate "C"))`, ['a', 'a']],
    ['a number', { views: 1 }, '"posts"."views" in (cast($1 as bigint))', ['1']],
    ['a bigint', { size: 2n }, '"posts"."size" in (cast($1 as bigint))', ['2']],
    ['a fraction', { ratio: 0.5 }, '"posts"."ratio" in ($1)', [0.5]],
    ['true', { isOpen: true }, '("posts"."isOpen" = true)', []],
    ['false', { isOpen: false }, '("posts"."isOpen" <> true)', []],
    [
      'a date',
      { at: new Date(5) },
      '(("posts"."at" >= $1 and "posts"."at" < $2))',
      ['1970-01-01T00:00:00.005Z', '1970-01-01T00:00:00.006Z'],
    ],
    ['null', { title: null }, `${title} is null`, []],
    ['not null', { title: { not: null } }, `${title} is not null`, []],
    ['several', { views: { in: [1, 2] } }, '"posts"."views" in (cast($1 as bigint), cast($2 as bigint))', ['1', '2']],
    ['one of none', { views: { in: [] } }, '1=0', []],
    ['more', { views: { gt: 1 } }, '"posts"."views" > cast($1 as bigint)', ['1']],
    ['more than a fraction', { views: { gte: 1.5 } }, '"posts"."views" > cast($1 as bigint)', ['1']],
    ['less than a fraction', { views: { lt: -1.5 } }, '"posts"."views" <= cast($1 as bigint)', ['-2']],
    ['at most', { ratio: { lte: 1 } }, '"posts"."ratio" <= $1', [1]],
    ['at least', { ratio: { gte: 1 } }, `("posts"."ratio" >= $1 and "posts"."ratio" < 'NaN')`, [1]],
    [
      'after',
      { at: { gt: new Date(5) } },
      `("posts"."at" >= $1 and "posts"."at" < 'infinity')`,
      ['1970-01-01T00:00:00.006Z'],
    ],
    [
      'before',
      { at: { lt: new Date(5) } },
      `("posts"."at" < $1 and "posts"."at" > '-infinity')`,
      ['1970-01-01T00:00:00.005Z'],
    ],
    [
      'both',
      { views: 1, authorId: 2 },
      '("posts"."views" in (cast($1 as bigint)) and "posts"."author" in (cast($2 as bigint)))',
      ['1', '2'],
    ],
  ])('says %s', (_title, where, text, values) => {
    expect(said(scopeWhere(where))).toEqual([text, values]);
  });

  it.each<[string, Scope, string]>([
    ['a value', scopeNot({ views: 1 }), '(not ("posts"."views" in (cast($1 as bigint))) or "posts"."views" is null)'],
    [
      'a list',
      scopeNot({ views: { in: [1] } }),
      '(not ("posts"."views" in (cast($1 as bigint))) or "posts"."views" is null)',
    ],
    ['an order', scopeNot({ ratio: { gt: 1 } }), '("posts"."ratio" <= $1 or "posts"."ratio" is null)'],
    ['null', scopeNot({ ratio: null }), '"posts"."ratio" is not null'],
    ['what no row holds', scopeNot({ ratio: 'a' }), '(not (1=0) or "posts"."ratio" is null)'],
  ])('[SEC-176] spells out what a null means in the negation of %s', (_title, scope, text) => {
    expect(said(scope)[0]).toBe(text);
  });

  it('puts every OR in parentheses', () => {
    expect(said(scopeOr({ ratio: 1, isOpen: true }, { ratio: null }))[0]).toBe(
      '(("posts"."ratio" in ($1) and ("posts"."isOpen" = true)) or "posts"."ratio" is null)',
    );
  });

  it('[SEC-170] binds every value, however it looks', () => {
    const evil = `'; DROP TABLE posts; -- $1 ? :title "`;
    const [text, values] = said(scopeWhere({ title: { in: [evil, '%'] }, mood: evil, uuid: evil, day: evil }));
    expect(text).not.toContain('DROP');
    expect(values.filter((value) => value === evil)).toHaveLength(5);
  });

  it('[SEC-179] finds nothing equal to a value of another type', () => {
    for (const where of [
      { title: 1 },
      { views: '1' },
      { views: 1n },
      { views: 1.5 },
      { size: 1 },
      { size: 2n ** 63n },
      { isOpen: 1 },
      { at: 0 },
      { at: '1970-01-01T00:00:00.000Z' },
      { title: 'nul\0' },
      { title: 'lone\ud800' },
    ]) {
      expect(said(scopeWhere(where))).toEqual(['1=0', []]);
    }
  });

  it('asks the database to read only what it can read', () => {
    const exactly = (column: string): string =>
      `cast("posts"."${column}" as text) collate "C" in (cast($1 as text) collate "C")`;
    for (const [column, value] of [
      ['mood', 'new'],
      ['uuid', 'x'],
      ['day', '2024-02-31'],
    ] as const) {
      expect(said(scopeWhere({ [column]: value }))).toEqual([exactly(column), [value]]);
    }
    for (const [column, value] of [
      ['mood', 'sad'],
      ['uuid', '0f8fad5b-d9cb-469f-a165-70867728950e'],
      ['day', '2024-02-28'],
    ] as const) {
      expect(said(scopeWhere({ [column]: value }))[0]).toMatch(`("posts"."${column}" in ($1) and cast(`);
    }
  });

  it('refuses what is not read exactly', () => {
    for (const where of [
      { views: 2 ** 53 },
      { views: { gt: Infinity } },
      { ratio: Infinity },
      { ratio: { lt: -Infinity } },
      { at: new Date(Date.UTC(10_000, 0)) },
      { at: { gt: new Date(Date.UTC(500, 0)) } },
    ]) {
      expect(() => said(scopeWhere(where))).toThrow(
        /posts\.(views|ratio|at) cannot be compared with .* beyond what is read/,
      );
    }
  });

  it('refuses to order by what has another order in memory', () => {
    for (const where of [
      { views: { gt: 1n } },
      { size: { lt: 1 } },
      { size: { lt: 2n ** 70n } },
      { title: { gt: 1 } },
      { at: { gt: 0 } },
    ]) {
      expect(() => said(scopeWhere(where))).toThrow(/posts\.\w+ cannot be ordered against .* which no row holds there/);
    }
    expect(() => said(scopeWhere({ views: { gt: new Date(0) } }))).toThrow(TypeError);
  });

  it.each(['deletedAt', 'price', 'code', 'meta', 'labels', 'speed', 'time', 'midnight', 'custom'])(
    'refuses to compare %s, which the database compares in its own way',
    (field) => {
      expect(() => said(scopeWhere({ [field]: 'a' }))).toThrow(
        new RegExp(
          `^posts\\.${field} is a column of the type Pg\\w+, which the database and memory compare differently`,
        ),
      );
    },
  );

  it('asks every column of scalars whether it is null', () => {
    expect(said(scopeWhere({ deletedAt: null }))).toEqual(['"posts"."deletedAt" is null', []]);
    expect(said(scopeWhere({ price: { not: null } }))).toEqual(['"posts"."price" is not null', []]);
    // what Drizzle or a custom type may read as null
    for (const field of ['meta', 'labels', 'custom']) {
      expect(() => said(scopeWhere({ [field]: null }))).toThrow(`posts.${field} is a column of the type`);
    }
  });
});

describe('relations of Drizzle', () => {
  it.each<[string, pg.PgTable, object, string]>([
    [
      'to one',
      posts,
      { author: { bossId: 1 } },
      'exists (select 1 from "users" "scope 1" where "scope 1"."id" = "posts"."author" and "scope 1"."boss" in (cast($1 as bigint)))',
    ],
    [
      'to one, of the other side',
      users,
      { profile: { bio: null } },
      'exists (select 1 from "profiles" "scope 1" where "scope 1"."userId" = "users"."id" and "scope 1"."bio" is null)',
    ],
    [
      'to many',
      users,
      { posts: { some: { ratio: null } } },
      'exists (select 1 from "posts" "scope 1" where "scope 1"."author" = "users"."id" and "scope 1"."ratio" is null)',
    ],
    [
      'to the same table',
      users,
      { boss: { staff: { some: { bossId: null } } } },
      'exists (select 1 from "users" "scope 1" where "scope 1"."id" = "users"."boss" and ' +
        'exists (select 1 from "users" "scope 2" where "scope 2"."boss" = "scope 1"."id" and "scope 2"."boss" is null))',
    ],
  ])('follows one %s', (_title, table, where, text) => {
    expect(said(scopeWhere(where), table)[0]).toBe(text);
    expect(said(scopeNot(where), table)[0]).toBe(`not ${text}`);
  });

  it('[SEC-177] does not negate what is said of the related rows', () => {
    expect(said(scopeNot({ author: { bossId: { not: 1 } } }))[0]).toBe(
      'not exists (select 1 from "users" "scope 1" where "scope 1"."id" = "posts"."author" and ' +
        '(not ("scope 1"."boss" in (cast($1 as bigint))) or "scope 1"."boss" is null))',
    );
  });

  it('keeps its own names where a relational query renames the columns', () => {
    const where = scopedWhere(db, posts, scopeWhere({ ratio: 1, author: { boss: { name: null } } }), eq(posts.id, 7));
    expect(db.query.posts.findMany({ columns: { id: true }, where }).toSQL().sql).toBe(
      'select "post_id" from "posts" "posts" where ((("posts"."ratio" in ($1) and exists (select 1 from "users" "scope 1" ' +
        'where "scope 1"."id" = "posts"."author" and exists (select 1 from "users" "scope 2" where "scope 2"."id" = ' +
        '"scope 1"."boss" and "scope 2"."name" is null)))) and ("posts"."post_id" = $2))',
    );
    const nested = db.query.users.findMany({
      columns: { id: true },
      with: { posts: { columns: { id: true }, where } },
    });
    expect(nested.toSQL().sql).toContain('where "scope 1"."id" = "users_posts"."author" and exists');
    const callback = db.query.posts.findFirst({ where: () => scopedWhere(db, posts, scopeWhere({ ratio: null })) });
    expect(callback.toSQL().sql).toContain('where ("posts"."ratio" is null)');
  });

  it('goes by the alias of the table, and by no alias of the statement', () => {
    // called like another table, whose relations are not meant
    const named = aliasedTable(posts, 'users');
    expect(said(scopeWhere({ author: { id: 1 } }), named)[0]).toContain('"scope 1"."id" = "users"."author"');
    expect(said(scopeWhere({ author: { id: 1 } }), aliasedTable(posts, 'scope 1'))[0]).toContain(
      'from "users" "scope 2" where "scope 2"."id" = "scope 1"."author"',
    );
  });

  it('writes names as the database is told to', () => {
    const space = pg.pgSchema('space');
    const owners = space.table('owners', { id: pg.integer().primaryKey(), fullName: pg.text() });
    const cars = space.table('cars', { ownerId: pg.integer() });
    // of another schema, by the same name
    const others = pg.pgTable('owners', { id: pg.integer().primaryKey() });
    const carRelations = relations(cars, ({ one }) => ({
      owner: one(owners, { fields: [cars.ownerId], references: [owners.id] }),
    }));
    const cased = pgProxy(noAnswer, { schema: { others, owners, cars, carRelations }, casing: 'snake_case' });
    const where = scopedWhere(cased, cars, scopeWhere({ owner: { fullName: null } }));
    expect(cased.update(cars).set({ ownerId: 1 }).where(where).toSQL().sql).toBe(
      'update "space"."cars" set "owner_id" = $1 where (exists (select 1 from "space"."owners" "scope 1" where ' +
        '"scope 1"."id" = "space"."cars"."owner_id" and "scope 1"."full_name" is null))',
    );
    expect(() => scopedWhere(cased, others, scopeWhere({ cars: { some: { ownerId: 1 } } }))).toThrow(
      /no relation `cars`/,
    );
  });

  it.each<[string, RegExp, object]>([
    ['a field that is not there', /^users has no column `age`/, { age: 1 }],
    ['a field of every object', /^users has no column `constructor`/, { constructor: 1 }],
    ['a relation that is not there', /^users has no relation `team`/, { team: { id: 1 } }],
    ['a relation of every object', /^users has no relation `toString`/, { toString: { id: 1 } }],
    ['one row of many', /^users\.posts leads to many rows: write \{ posts: \{ some/, { posts: { id: 1 } }],
    [
      'many rows of one',
      /^users\.profile leads to one row: write \{ profile: \{ … \} \}/,
      { profile: { some: { id: 1 } } },
    ],
    ['the relation as a value', /^users\.profile is a relation: compare a field of it/, { profile: null }],
    ['a field behind a relation', /^profiles has no column `x`/, { profile: { x: 1 } }],
    ['a relation that ties no columns', /^users\.loose cannot be followed: it needs as many/, { loose: { id: 1 } }],
    [
      'a relation that the schema leaves open',
      /^users\.twins cannot be followed: There is not enough/,
      { twins: { some: { id: 1 } } },
    ],
  ])('refuses %s', (_title, message, where) => {
    expect(() => said(scopeWhere(where), users)).toThrow(message);
    expect(() => said(scopeWhere(where), users)).toThrow(TypeError);
  });

  it('refuses to follow relations that it is not told', () => {
    const message = /^posts\.author cannot be followed.*give drizzle\(\) the schema/;
    expect(() => scopedWhere(pgProxy(noAnswer), posts, scopeWhere({ author: { id: 1 } }))).toThrow(message);
    expect(() => scopedWhere(pgProxy(noAnswer), posts, scopeWhere({ author: 1 }))).toThrow(
      /posts has no column `author`/,
    );
    const partly = pgProxy(noAnswer, { schema: { users } });
    expect(() => scopedWhere(partly, posts, scopeWhere({ author: { id: 1 } }))).toThrow(message);
    expect(() => scopedWhere(partly, posts, scopeWhere({ author: 1 }))).toThrow(/posts has no column `author`/);
  });
});

describe('the condition of the caller', () => {
  const mine = scopeWhere<typeof posts.$inferSelect>({ authorId: 1 });
  const scoped = '("posts"."author" in (cast($1 as bigint)))';
  const textOf = (condition: SQL): string => new pg.PgDialect().sqlToQuery(condition).sql;

  it('[SEC-165] is ANDed, in parentheses of its own', () => {
    const either = or(eq(posts.id, 1), eq(posts.id, 2)) as SQL;
    const loose = sql`1=1 or 1=1`;
    expect(textOf(scopedWhere(db, posts, mine, either))).toBe(
      `(${scoped} and (("posts"."post_id" = $2 or "posts"."post_id" = $3)))`,
    );
    expect(textOf(scopedWhere(db, posts, mine, loose))).toBe(`(${scoped} and (1=1 or 1=1))`);
    expect(textOf(or(scopedWhere(db, posts, mine, loose), loose) as SQL)).toBe(
      `((${scoped} and (1=1 or 1=1)) or 1=1 or 1=1)`,
    );
  });

  it('[SEC-162] finds nothing where the scope is none', () => {
    expect(textOf(scopedWhere(db, posts, scopeWhere(false), sql`true`))).toBe('((1=0) and (true))');
    expect(
      db
        .delete(posts)
        .where(scopedWhere(db, posts, scopeWhere(false)))
        .toSQL().sql,
    ).toBe('delete from "posts" where (1=0)');
  });

  it('[SEC-169] is written anew for every call, and is not touched', () => {
    const own = eq(posts.id, 1);
    const [first, second] = [scopedWhere(db, posts, mine, own), scopedWhere(db, posts, mine, own)];
    const text = textOf(second);
    first.append(sql` or true`);
    expect(textOf(second)).toBe(text);
    expect(textOf(own)).toBe('"posts"."post_id" = $1');
  });

  it('is refused where Drizzle would take it for every row, or for a value', () => {
    expect(() => scopedWhere(db, posts, mine, or() as SQL)).toThrow(
      /^scopedWhere\(\) got undefined, which Drizzle takes for every row/,
    );
    expect(() => scopedWhere(db, posts, mine, ...([and(undefined)] as unknown as [SQL]))).toThrow(/got undefined/);
    for (const value of ['1=1', true, null, {}, posts.id]) {
      expect(() => scopedWhere(db, posts, mine, value as never)).toThrow(/where a condition is needed/);
    }
  });

  it('needs a table', () => {
    const view = pg.pgView('open_posts').as((query) => query.select().from(posts));
    for (const other of [view, db.select().from(posts).as('sub'), {}, undefined]) {
      expect(() => scopedWhere(db, other as never, mine as never)).toThrow(/needs a table of the schema/);
    }
  });

  it('does not compile where the compiler can tell', () => {
    const typed = (): void => {
      // @ts-expect-error -- the scope is of another model
      scopedWhere(db, posts, scopeWhere<typeof users.$inferSelect>(true));
      // @ts-expect-error -- there may be no condition
      scopedWhere(db, posts, mine, or(eq(posts.id, 1)));
      // @ts-expect-error -- explicitly nothing
      scopedWhere(db, posts, mine, undefined);
      // @ts-expect-error -- not a table
      scopedWhere(db, schema.postRelations, mine);
      // @ts-expect-error -- not a database
      scopedWhere(schema, posts, mine);
    };
    const inTransactions = (): unknown => [
      db.transaction((tx) => tx.delete(posts).where(scopedWhere(tx, posts, mine))),
      mysqlProxy(noAnswer).transaction((tx) => Promise.resolve(scopedWhere(tx, posts, mine))),
      sqliteProxy(noAnswer).transaction((tx) => Promise.resolve(scopedWhere(tx, posts, mine))),
    ];
    expect([typed, inTransactions]).toHaveLength(2);
    // a model with its relations
    type Post = typeof posts.$inferSelect & { author: typeof users.$inferSelect | null };
    expect(textOf(scopedWhere(db, posts, scopeWhere<Post>(true)))).toBe('(1=1)');
    expect(textOf(scopedWhere(db, posts, scopeWhere(true)))).toBe('(1=1)');
  });
});

describe('the SQL of other databases', () => {
  const inMysql = mysql.mysqlTable('posts', {
    title: mysql.varchar({ length: 255 }),
    mood: mysql.mysqlEnum(['happy', 'sad']),
    views: mysql.int(),
    size: mysql.bigint({ mode: 'bigint' }),
    at: mysql.datetime(),
    float: mysql.float(),
  });
  const inSqlite = sqlite.sqliteTable('posts', {
    title: sqlite.text(),
    views: sqlite.integer(),
    ratio: sqlite.real(),
    at: sqlite.integer({ mode: 'timestamp' }),
    ms: sqlite.integer({ mode: 'timestamp_ms' }),
    size: sqlite.blob({ mode: 'bigint' }),
    data: sqlite.text({ mode: 'json' }),
  });

  it.each<[object, string, unknown[]]>([
    [
      { title: 'a' },
      '(`posts`.`title` in (?) and cast(convert(`posts`.`title` using utf8mb4) as binary) in (cast(convert(? using utf8mb4) as binary)))',
      ['a', 'a'],
    ],
    [
      { mood: 'new' },
      'cast(convert(`posts`.`mood` using utf8mb4) as binary) in (cast(convert(? using utf8mb4) as binary))',
      ['new'],
    ],
    [{ views: 1 }, '`posts`.`views` in (?)', [1]],
    [{ views: { gt: 1.5 } }, '`posts`.`views` > ?', [1]],
    [{ size: { lt: 2n ** 63n } }, '`posts`.`size` < ?', [2n ** 63n]],
    [{ at: { lt: new Date(5) } }, '(`posts`.`at` < ? and year(`posts`.`at`) > 0)', ['1970-01-01 00:00:00.005']],
  ])('says %j to MySQL', (where, text, values) => {
    const condition = scopedWhere(mysqlProxy(noAnswer), inMysql, scopeWhere(where));
    const { sql: told, params } = new mysql.MySqlDialect().sqlToQuery(condition);
    expect([told, params]).toEqual([`(${text})`, values]);
  });

  it.each<[object, string, unknown[]]>([
    [{ title: 'nul\0' }, '"posts"."title" collate binary in (?)', ['nul\0']],
    [{ views: 1.5 }, '"posts"."views" in (?)', [1.5]],
    [{ views: { gt: 1.5 } }, `("posts"."views" > ? and "posts"."views" < '')`, [1.5]],
    [{ ratio: { gte: 1.5 } }, `("posts"."ratio" >= ? and "posts"."ratio" < '')`, [1.5]],
    [{ at: { gt: new Date(999) } }, `("posts"."at" >= ? and "posts"."at" < '')`, [1]],
    [{ at: new Date(1_500) }, '(("posts"."at" >= ? and "posts"."at" < ?))', [1.5, 1.501]],
    [{ ms: { lte: new Date(8.64e15 - 1) } }, '"posts"."ms" < ?', [8.64e15]],
  ])('says %j to SQLite', (where, text, values) => {
    const condition = scopedWhere(sqliteProxy(noAnswer), inSqlite, scopeWhere(where));
    const { sql: told, params } = new sqlite.SQLiteSyncDialect().sqlToQuery(condition);
    expect([told, params]).toEqual([`(${text})`, values]);
  });

  it('refuses what they round or keep in their own way', () => {
    expect(() => scopedWhere(mysqlProxy(noAnswer), inMysql, scopeWhere({ float: 1 }))).toThrow(/type MySqlFloat/);
    expect(() => scopedWhere(sqliteProxy(noAnswer), inSqlite, scopeWhere({ size: 1n }))).toThrow(/type SQLiteBigInt/);
    expect(() => scopedWhere(sqliteProxy(noAnswer), inSqlite, scopeWhere({ data: null }))).toThrow(/SQLiteTextJson/);
  });
});
