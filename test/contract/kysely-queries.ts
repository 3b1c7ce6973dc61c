import { CompiledQuery, type Generated, Kysely, sql, type SqlBool } from 'kysely';
import { applyScope, type DescribedTables, describeTables } from 'nestjs-permissions/kysely';
import type { EmptyDatabase } from './kysely-adapter.js';
import { scopeNot, scopeWhere } from './scopes.js';

interface Site {
  users: { id: number; name: string | null; bossId: number | null };
  posts: { id: number; title: string; ownerId: number | null; touched: Generated<number> };
  follows: { fromId: number; toId: number };
}

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id).sort((a, b) => a - b);
const anything = sql<SqlBool>`1 = 0 or 1 = 1`;

/** What queries of Kysely do under a scope, on a real database. */
export function describeKyselyQueries(name: string, open: () => Promise<EmptyDatabase>): void {
  describe(`queries of Kysely, on ${name}`, () => {
    let database: EmptyDatabase;
    let db: Kysely<Site>;
    let tables: DescribedTables<Site>;
    const mine = scopeWhere({ ownerId: 1 });

    beforeAll(async () => {
      database = await open();
      db = new Kysely<Site>({ dialect: database.kysely });
      const keyed = (of: string) =>
        db.schema.createTable(of).addColumn('id', 'integer', (column) => column.primaryKey());
      await keyed('users').addColumn('name', 'varchar(20)').addColumn('bossId', 'integer').execute();
      const posts = keyed('posts').addColumn('title', 'varchar(20)').addColumn('ownerId', 'integer');
      await posts.addColumn('touched', 'integer', (column) => column.defaultTo(0)).execute();
      await db.schema.createTable('follows').addColumn('fromId', 'integer').addColumn('toId', 'integer').execute();
      tables = describeTables<Site>({
        dialect: database.dialect,
        tables: {
          users: {
            columns: { id: 'integer', name: 'text', bossId: 'integer' },
            relations: {
              boss: { one: 'users', on: { bossId: 'id' } },
              posts: { many: 'posts', on: { id: 'ownerId' } },
              follows: { many: 'users', through: 'follows', on: { id: 'fromId' }, to: { toId: 'id' } },
              followers: { many: 'users', through: 'follows', on: { id: 'toId' }, to: { fromId: 'id' } },
            },
          },
          posts: {
            columns: { id: 'integer', title: 'text', ownerId: 'integer' },
            relations: { owner: { one: 'users', on: { ownerId: 'id' } } },
          },
        },
      });
    }, 60_000);
    beforeEach(async () => {
      for (const table of ['users', 'posts', 'follows'] as const) await db.deleteFrom(table).execute();
      await db
        .insertInto('users')
        .values([
          { id: 1, name: 'a', bossId: 1 },
          { id: 2, name: 'b', bossId: 1 },
          { id: 3, name: null, bossId: null },
        ])
        .execute();
      const owners = [1, 1, 2, 3, null];
      await db
        .insertInto('posts')
        .values(owners.map((ownerId, index) => ({ id: index + 1, title: 'abcab'[index]!, ownerId })))
        .execute();
      await db
        .insertInto('follows')
        .values([
          { fromId: 1, toId: 2 },
          { fromId: 1, toId: 3 },
          { fromId: 2, toId: 2 },
        ])
        .execute();
    });
    afterAll(async () => {
      await db.destroy();
      await database.close?.();
    });

    it.each<[string, object, number[]]>([
      ['to one of the same table', { boss: { name: 'a' } }, [1, 2]],
      ['to one that may be null', { boss: { name: { not: 'b' } } }, [1, 2]],
      ['to many', { posts: { some: { title: 'c' } } }, [2]],
      ['to many, of which some have null', { follows: { some: { name: null } } }, [1]],
      ['to many of the same table', { follows: { some: { name: 'b' } } }, [1, 2]],
      ['from its other side', { followers: { some: { name: 'a' } } }, [2, 3]],
      ['through several tables', { followers: { some: { boss: { posts: { some: { title: 'a' } } } } } }, [2, 3]],
    ])('[SEC-177] follow relations %s, and negate them', async (_title, where, expected) => {
      const users = db.selectFrom('users').selectAll();
      expect(ids(await applyScope(users, scopeWhere(where), tables).execute())).toEqual(expected);
      const others = [1, 2, 3].filter((id) => !expected.includes(id));
      expect(ids(await applyScope(users, scopeNot(where), tables).execute())).toEqual(others);
    });

    it('[SEC-180] pages and counts agree, whatever is joined', async () => {
      const scope = scopeWhere({ follows: { some: { id: { in: [2, 3] } } } });
      const query = applyScope(db.selectFrom('users as u').where(anything), scope, tables).where(anything);
      const { count } = await query.select((eb) => eb.fn.countAll().as('count')).executeTakeFirstOrThrow();
      expect(Number(count)).toBe(2);
      const page = (offset: number) => query.select('u.id').orderBy('u.id').limit(1).offset(offset).execute();
      expect([...(await page(0)), ...(await page(1)), ...(await page(2))]).toEqual([{ id: 1 }, { id: 2 }]);
      const joined = query.leftJoin('users as boss', 'boss.id', 'u.bossId').select(['u.id', 'boss.name']);
      expect(ids(await joined.execute())).toEqual([1, 2]);
      const grouped = query.innerJoin('posts', 'posts.ownerId', 'u.id').groupBy('u.id').select('u.id');
      expect(ids(await grouped.execute())).toEqual([1, 2]);
    });

    it('[SEC-165] an OR of the caller widens nothing, and without the scope it would', async () => {
      const query = db.selectFrom('posts').selectAll();
      expect(await query.where('ownerId', '=', 1).where(anything).execute()).toHaveLength(5);
      expect(ids(await applyScope(query, mine, tables).where(anything).execute())).toEqual([1, 2]);
      expect(ids(await applyScope(query.where(anything), mine, tables).execute())).toEqual([1, 2]);
      expect(ids(await applyScope(query, mine, tables).where(anything).clearWhere().execute())).toEqual([1, 2]);
    });

    it('[SEC-162] [SEC-181] updates and deletes what is in the scope', async () => {
      const touched = async () => ids(await db.selectFrom('posts').select('id').where('touched', '=', 1).execute());
      const update = db.updateTable('posts').set({ touched: 1 }).where(anything);
      expect((await applyScope(update, scopeWhere(false), tables).executeTakeFirst()).numUpdatedRows).toBe(0n);
      expect((await applyScope(update, mine, tables).executeTakeFirst()).numUpdatedRows).toBe(2n);
      expect(await touched()).toEqual([1, 2]);
      const others = applyScope(db.deleteFrom('posts').where(anything), scopeNot({ owner: { name: 'a' } }), tables);
      expect((await others.executeTakeFirst()).numDeletedRows).toBe(3n);
      const none = applyScope(db.deleteFrom('posts'), scopeWhere(false), tables);
      expect((await none.executeTakeFirst()).numDeletedRows).toBe(0n);
      expect(ids(await db.selectFrom('posts').select('id').execute())).toEqual([1, 2]);
    });

    it('does not touch a row that became somebody else’s after the check', async () => {
      const own = applyScope(db.selectFrom('posts').selectAll(), mine, tables).where('id', '=', 1);
      const found = await own.executeTakeFirstOrThrow();
      await db.updateTable('posts').set({ ownerId: 2 }).where('id', '=', 1).execute();
      const rename = db.updateTable('posts').set({ title: 'z' }).where('id', '=', found.id);
      expect((await applyScope(rename, mine, tables).executeTakeFirst()).numUpdatedRows).toBe(0n);
      const remove = db.deleteFrom('posts').where('id', '=', found.id);
      expect((await applyScope(remove, mine, tables).executeTakeFirst()).numDeletedRows).toBe(0n);
    });

    it('asks for nothing in an empty list', async () => {
      const query = db.selectFrom('posts').selectAll();
      expect(await applyScope(query, scopeWhere({ id: { in: [] } }), tables).execute()).toEqual([]);
      expect(await applyScope(query, scopeWhere({ id: { notIn: [] } }), tables).execute()).toHaveLength(5);
      expect(await applyScope(query, scopeWhere({ id: { in: ['1'] } }), tables).execute()).toEqual([]);
    });

    it('works in transactions and subqueries', async () => {
      await db.transaction().execute(async (transaction) => {
        const scoped = applyScope(transaction.selectFrom('posts').select('ownerId'), mine, tables).where(anything);
        const owners = transaction.selectFrom('users').selectAll().where('id', 'in', scoped);
        expect(ids(await owners.execute())).toEqual([1]);
      });
    });

    it('uses indexes', async () => {
      await db.schema.createIndex('by_owner').on('posts').column('ownerId').execute();
      await db.schema.createIndex('by_title').on('posts').column('title').execute();
      const rows = Array.from({ length: 2_000 }, (_, index) => index + 10);
      for (let at = 0; at < rows.length; at += 250) {
        const values = rows.slice(at, at + 250).map((id) => ({ id, title: `title ${String(id)}`, ownerId: id }));
        await db.insertInto('posts').values(values).execute();
      }
      const analyze = { postgres: sql`analyze`, mysql: sql`analyze table posts`, sqlite: sql`analyze` };
      await analyze[database.dialect].execute(db);
      const plan = async (where: object): Promise<string> => {
        const compiled = applyScope(db.selectFrom('posts').selectAll(), scopeWhere(where), tables).compile();
        const explain = database.dialect === 'sqlite' ? 'explain query plan' : 'explain';
        const { rows: steps } = await db.executeQuery(
          CompiledQuery.raw(`${explain} ${compiled.sql}`, [...compiled.parameters]),
        );
        return JSON.stringify(steps, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
      };
      expect(await plan({ ownerId: 7 })).toContain('by_owner');
      expect(await plan({ title: 'title 7' })).toContain('by_title');
    });
  });
}
