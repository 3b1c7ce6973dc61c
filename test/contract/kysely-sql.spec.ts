import {
  CamelCasePlugin,
  type Compilable,
  DummyDriver,
  Kysely,
  type KyselyPlugin,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type SelectQueryNode,
  sql,
  type SqlBool,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  WhereNode,
} from 'kysely';
import { applyScope, describeTables, type Dialect } from 'nestjs-permissions/kysely';
import { type Blog, describeBlog } from './kysely-blog.js';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';

const DIALECTS = {
  postgres: [PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler],
  mysql: [MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler],
  sqlite: [SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler],
} as const;

function open<DB = Blog>(dialect: Dialect, ...plugins: KyselyPlugin[]): Kysely<DB> {
  const [Adapter, Introspector, Compiler] = DIALECTS[dialect];
  return new Kysely<DB>({
    plugins,
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new Introspector(db),
      createQueryCompiler: () => new Compiler(),
    },
  });
}

const db = open('postgres');
const tables = describeBlog('postgres');
const mine = scopeWhere({ authorId: 1 });
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const MINE = '"posts"."authorId" in (cast($1 as bigint))';

/** The statement, and its values. */
function said(query: Compilable): [sql: string, ...values: unknown[]] {
  const { sql: text, parameters } = query.compile();
  return [text, ...parameters];
}

/** What a scope of posts becomes, and its values. */
function where(dialect: Dialect, scope: ReturnType<typeof scopeWhere>): [sql: string, ...values: unknown[]] {
  const query = open(dialect).selectFrom('posts as p').select('p.id');
  const [text, ...values] = said(applyScope(query, scope, describeBlog(dialect)));
  return [text.replace(/^.*? where /, ''), ...values];
}

describe('a scope in the SQL of PostgreSQL', () => {
  const at = new Date('2024-02-29T12:00:00.000Z');
  const after = new Date('2024-02-29T12:00:00.001Z');
  it.each<[string, object, string, unknown[]]>([
    ['a whole number', { id: 7 }, '"p"."id" in (cast($1 as bigint))', ['7']],
    ['a number that no integer is', { id: 1.5 }, '1 = 0', []],
    ['a text for a number', { id: '1' }, '1 = 0', []],
    [
      'a text, exactly',
      { title: 'a ' },
      '("p"."title" in ($1) and concat("p"."title") collate "C" in ($2))',
      ['a ', 'a '],
    ],
    ['a text that is none', { title: 'nul\0' }, '1 = 0', []],
    ['a boolean', { published: true }, '"p"."published" in ($1)', [true]],
    ['a bigint', { size: 2n ** 60n }, '"p"."size" in (cast($1 as bigint))', [String(2n ** 60n)]],
    ['a bigint that is too large', { size: 2n ** 63n }, '1 = 0', []],
    ['a bigint that rows hold as a string', { views: '12' }, '"p"."views" in (cast($1 as bigint))', ['12']],
    ['such a string that no row holds', { views: '012' }, '1 = 0', []],
    ['a decimal, as it is printed', { price: '1.50' }, 'cast("p"."price" as text) collate "C" in ($1)', ['1.50']],
    ['an enum', { mood: 'a' }, 'cast("p"."mood" as text) collate "C" in ($1)', ['a']],
    [
      'a uuid',
      { token: { in: [UUID, UUID.toUpperCase(), 7] } },
      '("p"."token" in ($1) and cast("p"."token" as text) collate "C" in ($2))',
      [UUID, UUID],
    ],
    ['a date that is none', { createdAt: 'today' }, '1 = 0', []],
    ['a float', { rating: 0.1 }, '"p"."rating" in (cast($1 as double precision))', [0.1]],
    [
      'a date, and its microseconds',
      { createdAt: at },
      '(("p"."createdAt" >= $1 and "p"."createdAt" < $2))',
      [at, after],
    ],
    ['null', { title: null }, '"p"."title" is null', []],
    ['not null', { title: { not: null } }, '"p"."title" is not null', []],
    ['an empty list', { id: { in: [] } }, '1 = 0', []],
    ['a list', { id: { in: [1, 2, 'x'] } }, '"p"."id" in (cast($1 as bigint), cast($2 as bigint))', ['1', '2']],
    ['values of every other type', { published: { in: [1, 'true', 1n] } }, '1 = 0', []],
    ['numbers for a bigint', { size: { in: [1, '1'] } }, '1 = 0', []],
    ['texts for a float', { rating: { in: ['1', 1n] } }, '1 = 0', []],
    ['numbers for a text', { title: { in: [1, 'lone\ud800'] } }, '1 = 0', []],
    ['numbers for a string', { views: { in: [1, '99999999999999999999'] } }, '1 = 0', []],
    ['a list of nothing that a row holds', { id: { in: ['x', 'y'] } }, '1 = 0', []],
    ['an order', { id: { gt: 1 } }, '"p"."id" > cast($1 as bigint)', ['1']],
    ['an order between integers', { id: { lt: 1.5 } }, '"p"."id" <= cast($1 as bigint)', ['1']],
    ['an order between integers, upwards', { id: { gte: 1.5 } }, '"p"."id" > cast($1 as bigint)', ['1']],
    ['an order beyond all integers', { id: { lt: Infinity } }, '"p"."id" is not null', []],
    ['an order behind all integers', { id: { gt: 1e300 } }, '1 = 0', []],
    ['an order of bigints', { size: { lte: 5n } }, '"p"."size" <= cast($1 as bigint)', ['5']],
    [
      'a float behind, which is a number',
      { rating: { gt: 1 } },
      `("p"."rating" > cast($1 as double precision) and "p"."rating" <> 'NaN')`,
      [1],
    ],
    ['a float before', { rating: { lt: 1 } }, '"p"."rating" < cast($1 as double precision)', [1]],
    ['a date before', { createdAt: { lt: at } }, '("p"."createdAt" < $1 and isfinite("p"."createdAt"))', [at]],
    [
      'a date up to the millisecond',
      { createdAt: { lte: at } },
      '("p"."createdAt" < $1 and isfinite("p"."createdAt"))',
      [after],
    ],
    ['a date behind', { createdAt: { gt: at } }, '("p"."createdAt" >= $1 and isfinite("p"."createdAt"))', [after]],
    ['several fields', { id: 1, title: null }, '("p"."id" in (cast($1 as bigint)) and "p"."title" is null)', ['1']],
    [
      'one related row',
      { author: { name: 'a' } },
      'exists (select 1 as "one" from "users" as "scope_1" where "scope_1"."id" = "p"."authorId" and ' +
        '("scope_1"."name" in ($1) and concat("scope_1"."name") collate "C" in ($2)))',
      ['a', 'a'],
    ],
    [
      'many related rows',
      { comments: { some: { id: 1 } } },
      'exists (select 1 as "one" from "comments" as "scope_1" where "scope_1"."postId" = "p"."id" and ' +
        '"scope_1"."id" in (cast($1 as bigint)))',
      ['1'],
    ],
    [
      'many to many',
      { tags: { some: { id: 1 } } },
      'exists (select 1 as "one" from "tags" as "scope_1", "postTags" as "scope_2" where "scope_2"."postId" = "p"."id" ' +
        'and "scope_1"."id" = "scope_2"."tagId" and "scope_1"."id" in (cast($1 as bigint)))',
      ['1'],
    ],
  ])('says %s', (_title, condition, text, values) => {
    expect(where('postgres', scopeWhere(condition))).toEqual([`(${text})`, ...values]);
  });

  it('[SEC-176] spells nulls out under a negation', () => {
    expect(where('postgres', scopeNot({ id: 1 }))[0]).toBe(
      '((not ("p"."id" in (cast($1 as bigint))) or "p"."id" is null))',
    );
    expect(where('postgres', scopeNot({ id: { in: [1] } }))[0]).toBe(
      '((not ("p"."id" in (cast($1 as bigint))) or "p"."id" is null))',
    );
    expect(where('postgres', scopeNot({ id: { gt: 1 } }))[0]).toBe(
      '(("p"."id" <= cast($1 as bigint) or "p"."id" is null))',
    );
    expect(where('postgres', scopeWhere({ id: { not: 'x' } }))[0]).toBe('((not (1 = 0) or "p"."id" is null))');
  });

  it('[SEC-177] negates a relation as a whole, and nothing inside of it', () => {
    const [text] = where('postgres', scopeNot({ author: { bossId: { not: 1 } } }));
    expect(text).toBe(
      '(not exists (select 1 as "one" from "users" as "scope_1" where "scope_1"."id" = "p"."authorId" and ' +
        '(not ("scope_1"."bossId" in (cast($1 as bigint))) or "scope_1"."bossId" is null)))',
    );
  });

  it('gives every relation names of its own', () => {
    const query = db.selectFrom('users as SCOPE1').select('SCOPE1.id');
    const [text] = said(applyScope(query, scopeWhere({ boss: { boss: { posts: { some: { id: 1 } } } } }), tables));
    expect(text).toContain('"users" as "scope_2" where "scope_2"."id" = "SCOPE1"."bossId"');
    expect(text).toContain('"users" as "scope_4" where "scope_4"."id" = "scope_2"."bossId"');
    expect(text).toContain('"posts" as "scope_6" where "scope_6"."authorId" = "scope_4"."id"');
  });
});

describe('a scope in the SQL of MySQL', () => {
  it.each<[string, object, string, unknown[]]>([
    [
      'a text, by the index and exactly',
      { title: 'a' },
      '(`p`.`title` in (?) and cast(convert(`p`.`title` using utf8mb4) as binary) in ' +
        '(cast(convert(? using utf8mb4) as binary)))',
      ['a', 'a'],
    ],
    [
      'a text that not every character set has',
      { title: 'é' },
      'cast(convert(`p`.`title` using utf8mb4) as binary) in (cast(convert(? using utf8mb4) as binary))',
      ['é'],
    ],
    ['a whole number as a number', { views: '5' }, '`p`.`views` in (?)', [5n]],
    ['a float that is no decimal', { rating: { gt: 0.5 } }, '`p`.`rating` > (? + 0e0)', [0.5]],
    ['a number that no column holds', { rating: Infinity }, '1 = 0', []],
    ['a bigint that is unsigned', { size: 2n ** 64n - 1n }, '`p`.`size` in (?)', [2n ** 64n - 1n]],
    ['a date', { createdAt: { gte: new Date(0) } }, '`p`.`createdAt` >= ?', [new Date(0)]],
  ])('says %s', (_title, condition, text, values) => {
    expect(where('mysql', scopeWhere(condition))).toEqual([`(${text})`, ...values]);
  });
});

describe('a scope in the SQL of SQLite', () => {
  it.each<[string, object, string, unknown[]]>([
    ['a text', { title: 'a' }, '"p"."title" collate binary in (?)', ['a']],
    ['a boolean', { published: false }, '"p"."published" in (?)', [0]],
    ['a whole number', { size: 5n }, '"p"."size" in (cast(? as integer))', ['5']],
    ['a float', { rating: { lt: 0.5 } }, '"p"."rating" < ?', [0.5]],
  ])('says %s', (_title, condition, text, values) => {
    expect(where('sqlite', scopeWhere(condition))).toEqual([`(${text})`, ...values]);
  });
});

describe('applyScope', () => {
  const raw = sql<SqlBool>`title = ${'x'} or 1 = 1`;

  it('[SEC-165] keeps what stands before it in parentheses', () => {
    expect(said(applyScope(db.selectFrom('posts').selectAll().where(raw), mine, tables))).toEqual([
      `select * from "posts" where (${MINE}) and (title = $2 or 1 = 1)`,
      ...['1', 'x'],
    ]);
    const either = db
      .selectFrom('posts')
      .selectAll()
      .where((eb) => eb('id', '=', 1).or('id', '=', 2));
    expect(said(applyScope(either, mine, tables))[0]).toMatch(/ and \(\("id" = \$2 or "id" = \$3\)\)$/);
    // where Kysely itself, given the condition, would widen it
    expect(said(db.selectFrom('posts').selectAll().where(raw).where('id', '=', 1))[0]).toContain('or 1 = 1 and "id"');
  });

  it('[SEC-166] [SEC-167] keeps what comes later in parentheses, and is not forgotten', () => {
    const query = applyScope(db.selectFrom('posts').selectAll(), mine, tables);
    expect(said(query.where(raw))[0]).toBe(`select * from "posts" where (${MINE}) and (title = $2 or 1 = 1)`);
    expect(said(query.where('id', '=', 3).where(raw))[0]).toContain(`(${MINE}) and ("id" = $2 and title`);
    expect(said(query.where(raw).clearWhere())[0]).toBe(`select * from "posts" where (${MINE})`);
    expect(
      said(
        query
          .clearSelect()
          .select((eb) => eb.fn.countAll().as('n'))
          .where(raw),
      )[0],
    ).toContain(`where (${MINE}) and (`);
    expect(said(query.where(sql<SqlBool>`1 = 1 -- `))[0]).toMatch(/where \("posts".*\) and \(1 = 1 -- \)$/);
  });

  it('stays in subqueries and common table expressions', () => {
    const scoped = applyScope(db.selectFrom('posts').select('id').where(raw), mine, tables);
    for (const query of [
      db.selectFrom('comments').selectAll().where('postId', 'in', scoped),
      db
        .selectFrom('comments')
        .selectAll()
        .where((eb) =>
          eb('postId', 'in', applyScope(eb.selectFrom('posts').select('posts.id'), mine, tables).where(raw)),
        ),
      db.selectFrom(scoped.as('p')).selectAll(),
      db
        .with('p', () => scoped)
        .selectFrom('p')
        .selectAll(),
      db.insertInto('comments').columns(['id']).expression(scoped),
    ]) {
      expect(said(query)[0]).toContain(`where (${MINE}) and (title = $2 or 1 = 1)`);
    }
  });

  it('updates and deletes', () => {
    expect(said(applyScope(db.updateTable('posts').set({ title: 'z' }).where(raw), mine, tables))[0]).toBe(
      'update "posts" set "title" = $1 where ("posts"."authorId" in (cast($2 as bigint))) and (title = $3 or 1 = 1)',
    );
    expect(said(applyScope(db.updateTable('posts as p').set({ title: 'z' }), mine, tables))[0]).toContain(
      '("p"."authorId" in',
    );
    const joined = db
      .updateTable('posts')
      .from('users')
      .set({ title: 'z' })
      .whereRef('users.id', '=', 'posts.authorId');
    expect(said(applyScope(joined, mine, tables))[0]).toContain('"posts"."authorId" in');
    expect(said(applyScope(db.deleteFrom('posts').where(raw), mine, tables).returning('id'))[0]).toBe(
      `delete from "posts" where (${MINE}) and (title = $2 or 1 = 1) returning "id"`,
    );
    expect(said(applyScope(db.deleteFrom('posts').using('users'), mine, tables))[0]).toContain(
      `using "users" where (${MINE})`,
    );
  });

  it('[SEC-162] leaves a query alone where the scope is all, and empties it where it is none', () => {
    const query = db.selectFrom('posts').selectAll();
    expect(applyScope(query, scopeWhere(true), tables)).toBe(query);
    const none = applyScope(query, scopeWhere(false), tables);
    expect(said(none.clearWhere())).toEqual(['select * from "posts" where (1 = 0)']);
    expect(said(applyScope(db.deleteFrom('posts'), scopeWhere(false), tables))[0]).toBe(
      'delete from "posts" where (1 = 0)',
    );
    // a rule that every row meets, as far as the database is concerned
    expect(said(applyScope(query, scopeWhere({ id: { notIn: [] } }), tables))[0]).toBe(
      'select * from "posts" where (1 = 1)',
    );
  });

  it('takes several scopes, one after the other', () => {
    const query = applyScope(
      applyScope(db.selectFrom('posts').selectAll(), mine, tables),
      scopeOr({ id: 1 }, { id: 3 }),
      tables,
    );
    const [text] = said(query.where(raw));
    expect(text).toContain('or "posts"."id" in');
    expect(text).toMatch(/and \(title = \$\d+ or 1 = 1\)+$/);
  });

  it('[SEC-170] binds values, and quotes names', () => {
    const evil = `'"; DROP TABLE posts; -- :title $1 ?`;
    const [text, ...values] = where('postgres', scopeWhere({ title: evil }));
    expect(text).not.toContain('DROP');
    expect(values).toEqual([evil, evil]);
    interface Odd {
      'o"dd': { 'na.me as "x': number };
    }
    const odd = describeTables<Odd>({
      dialect: 'postgres',
      tables: { 'o"dd': { columns: { 'na.me as "x': 'integer' } } },
    });
    const query = open<Odd>('postgres').selectFrom('o"dd').selectAll();
    expect(said(applyScope(query, scopeWhere({ 'na.me as "x': 1 }), odd))[0]).toBe(
      'select * from "o""dd" where ("o""dd"."na.me as ""x" in (cast($1 as bigint)))',
    );
  });

  it('[SEC-169] does not change the query that it is given, nor read the description twice', () => {
    const query = db.selectFrom('posts').selectAll();
    const description = {
      dialect: 'postgres',
      tables: { posts: { columns: { authorId: 'integer' as const } } },
    } as const;
    const own = describeTables<Blog>(description);
    applyScope(query, mine, own);
    expect(said(query)).toEqual(['select * from "posts"']);
    Object.assign(description.tables.posts.columns, { title: 'text' });
    expect(() => applyScope(query, scopeWhere({ title: 'a' }), own)).toThrow(/has no column `title`/);
  });

  it('answers the rows as they come', async () => {
    await expect(applyScope(db.selectFrom('posts').selectAll(), mine, tables).execute()).resolves.toEqual([]);
  });
});

describe('plugins of a query', () => {
  it('rename what a scope reads, whatever they rename', () => {
    const snake = open('postgres', new CamelCasePlugin());
    const scope = scopeWhere({ tags: { some: { id: 1 } } });
    const text =
      'from "tags" as "scope_1", "post_tags" as "scope_2" where "scope_2"."post_id" = "p"."id" and "scope_1"."id" = "scope_2"."tag_id"';
    const query = snake.selectFrom('posts as p').select('p.authorId');
    expect(said(applyScope(query, scope, tables))[0]).toContain(text);
    expect(said(applyScope(applyScope(query, scope, tables), scopeWhere({ authorId: 1 }), tables))[0]).toContain(
      '"p"."author_id" in',
    );
    // also those that come later
    expect(
      said(applyScope(db.selectFrom('posts as p').select('p.id'), scope, tables).withPlugin(new CamelCasePlugin()))[0],
    ).toContain(text);
  });

  it('find tables of which the names change', () => {
    interface Camels {
      blogPosts: { authorId: number };
    }
    const names = describeTables<Camels>({
      dialect: 'postgres',
      tables: { blogPosts: { columns: { authorId: 'integer' } } },
    });
    const snake = open<Camels>('postgres', new CamelCasePlugin({ upperCase: true }));
    expect(said(applyScope(snake.selectFrom('blogPosts').selectAll(), mine, names))[0]).toBe(
      'select * from "BLOG_POSTS" where ("BLOG_POSTS"."AUTHOR_ID" in (cast($1 as bigint)))',
    );
  });

  it('move tables to another schema, those of relations, too', () => {
    const tenant = db.withSchema('tenant');
    const scope = scopeWhere({ author: { id: 1 } });
    expect(said(applyScope(tenant.selectFrom('posts').selectAll(), scope, tables))[0]).toBe(
      'select * from "tenant"."posts" where (exists (select 1 as "one" from "tenant"."users" as "scope_1" where ' +
        '"scope_1"."id" = "posts"."authorId" and "scope_1"."id" in (cast($1 as bigint))))',
    );
    expect(said(applyScope(tenant.deleteFrom('posts'), mine, tables))[0]).toContain(
      'from "tenant"."posts" where ("posts"."authorId"',
    );
  });

  it('may add conditions of their own', () => {
    const visible: KyselyPlugin = {
      transformQuery: ({ node }) => {
        const { where: own } = node as SelectQueryNode;
        const extra = sql`deleted is null`.toOperationNode();
        const both = own === undefined ? WhereNode.create(extra) : WhereNode.cloneWithOperation(own, 'And', extra);
        return { ...(node as SelectQueryNode), where: both };
      },
      transformResult: async ({ result }) => result,
    };
    const query = db.selectFrom('posts').selectAll().withPlugin(visible);
    expect(said(applyScope(query, mine, tables))[0]).toBe(
      `select * from "posts" where (${MINE} and deleted is null) and (deleted is null)`,
    );
    // one that hides the question hides the table
    const forgetful = { ...visible, transformQuery: ({ node }: { node: object }) => ({ ...node, where: undefined }) };
    expect(() => applyScope(query.withPlugin(forgetful as never), mine, tables)).toThrow(/does not describe/);
  });
});

describe('what a scope is not for', () => {
  const posts = db.selectFrom('posts').selectAll();
  it.each<[string, () => unknown, RegExp]>([
    [
      'several tables',
      () => db.selectFrom(['posts', 'users']).selectAll(),
      /rows of one table: begin it with db\.selectFrom/,
    ],
    ['no table', () => db.selectNoFrom(sql`1`.as('one')), /rows of one table/],
    ['a subquery', () => db.selectFrom(posts.as('p')).selectAll(), /rows of one table/],
    ['raw SQL', () => db.selectFrom(sql`posts`.as('p')).selectAll(), /rows of one table/],
    ['an insert', () => db.insertInto('posts').defaultValues(), /reads, updates or deletes/],
    ['several tables at once', () => db.deleteFrom(['posts', 'users'] as never), /rows of one table/],
    ['updates of several tables', () => db.updateTable(['posts', 'users'] as never), /rows of one table/],
    ['an update of nothing', () => ({ toOperationNode: () => ({ kind: 'UpdateQueryNode' }) }), /rows of one table/],
    [
      'a table that is not described',
      () => db.selectFrom('postTags').selectAll(),
      /query of postTags, which describeTables\(\) does not describe/,
    ],
    ['a table of another schema', () => db.selectFrom('other.posts' as 'posts').selectAll(), /does not describe/],
    ['the right side of a join', () => posts.rightJoin('users', 'users.id', 'posts.authorId'), /right or full join/],
    ['both sides of a join', () => posts.fullJoin('users', 'users.id', 'posts.authorId'), /right or full join/],
    ['a union', () => posts.union(posts), /does not judge what union\(\)/],
  ])('refuses %s', (_title, query, message) => {
    expect(() => applyScope(query() as never, mine, tables)).toThrow(TypeError);
    expect(() => applyScope(query() as never, mine, tables)).toThrow(message);
  });

  it('refuses what is joined and united later, too', () => {
    const scoped = applyScope(posts, mine, tables);
    expect(() => scoped.unionAll(posts).compile()).toThrow(/does not judge what union/);
    expect(() => scoped.rightJoin('users', 'users.id', 'posts.authorId').compile()).toThrow(/right or full join/);
    const [text] = said(
      db
        .selectFrom(scoped.as('a'))
        .selectAll()
        .unionAll(db.selectFrom(scoped.as('b')).selectAll()),
    );
    expect(text.split(MINE.slice(0, 24))).toHaveLength(3);
  });

  it('takes a table of another schema by its own name', () => {
    const query = db.selectFrom('audit.entries').selectAll();
    expect(said(applyScope(query, scopeWhere({ user: { id: 1 } }), tables))[0]).toContain(
      'from "audit"."entries" where (exists (select 1 as "one" from "users" as "scope_1" where "scope_1"."id" = "entries"."userId"',
    );
    const users = db.selectFrom('users').selectAll();
    expect(said(applyScope(users, scopeWhere({ entries: { some: { id: 1 } } }), tables))[0]).toContain(
      'from "audit"."entries" as "scope_1"',
    );
  });

  it.each<[string, object, RegExp]>([
    ['a column that is not described', { secret: 'x' }, /posts has no column `secret` in describeTables\(\)/],
    ['a column that is not there', { age: 1 }, /posts has no column `age`/],
    ['what every object has', { constructor: 1 }, /posts has no column `constructor`/],
    ['a relation that is not there', { team: { id: 1 } }, /posts has no relation `team` in describeTables\(\)/],
    ['what every object leads to', { toString: { id: 1 } }, /posts has no relation `toString`/],
    ['one row of many', { comments: { id: 1 } }, /posts\.comments leads to many rows: write \{ comments: \{ some/],
    [
      'many rows of one',
      { author: { some: { id: 1 } } },
      /posts\.author leads to one row: write \{ author: \{ … \} \}/,
    ],
    ['the relation as a value', { author: null }, /posts\.author is a relation: compare a field of it/],
    ['a field behind a relation', { author: { x: 1 } }, /users has no column `x`/],
    ['an order of another type', { id: { gt: 1n } }, /posts\.id cannot be ordered against 1 \(bigint\).*as integer/],
    [
      'an order of strings that are numbers',
      { views: { gt: 1 } },
      /posts\.views cannot be ordered against 1 \(number\)/,
    ],
    ['an order of a text', { title: { gt: 1 } }, /posts\.title cannot be ordered/],
    [
      'a date that is far away',
      { createdAt: { lt: new Date(8.64e15) } },
      /posts\.createdAt cannot be compared with .* years 1000 to 9998/,
    ],
    ['a date that is infinite', { createdAt: Infinity }, /cannot be compared with Infinity/],
  ])('refuses %s', (_title, condition, message) => {
    expect(() => where('postgres', scopeWhere(condition))).toThrow(TypeError);
    expect(() => where('postgres', scopeWhere(condition))).toThrow(message);
  });
});

describe('describeTables', () => {
  const described =
    (posts: object, dialect = 'postgres') =>
    () =>
      describeTables({ dialect, tables: { posts, users: { columns: {} } } } as never);
  it.each<[string, () => unknown, RegExp]>([
    ['a dialect', described({ columns: {} }, 'mssql'), /got the dialect mssql: write postgres, mysql, sqlite/],
    ['what is no dialect', described({ columns: {} }, 'constructor'), /got the dialect constructor/],
    [
      'a kind',
      described({ columns: { data: 'json' } }),
      /posts\.data is described as json, which postgres does not have/,
    ],
    [
      'dates in SQLite',
      described({ columns: { at: 'instant' } }, 'sqlite'),
      /posts\.at is described as instant, which sqlite/,
    ],
    [
      'a relation to a table that is not described',
      described({ columns: {}, relations: { x: { one: 'tags', on: { a: 'b' } } } }),
      /posts\.x leads to tags, which is not described/,
    ],
    ['a relation to nothing', described({ columns: {}, relations: { x: { on: { a: 'b' } } } }), /leads to undefined/],
    [
      'a relation that is tied to nothing',
      described({ columns: {}, relations: { x: { one: 'users', on: {} } } }),
      /posts\.x is tied to no column/,
    ],
    [
      'a relation that is tied half',
      described({ columns: {}, relations: { x: { many: 'users', through: 't', on: { a: 'b' } } } }),
      /posts\.x is tied to no column/,
    ],
    [
      'a relation that is a column',
      described({ columns: { x: 'text' }, relations: { x: { one: 'users', on: { a: 'b' } } } }),
      /posts\.x is described as a column and as a relation/,
    ],
  ])('refuses %s', (_title, describing, message) => {
    expect(describing).toThrow(TypeError);
    expect(describing).toThrow(message);
  });
});
