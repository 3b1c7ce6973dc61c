import { asc, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/drizzle';
import type { DrizzleDatabase } from './drizzle-adapter.js';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);

/** What statements do under a scope that no single condition shows. */
export function describeQueries(name: string, open: () => Promise<DrizzleDatabase>): void {
  describe(`queries of Drizzle, on ${name}`, () => {
    let database: DrizzleDatabase;
    let db: DrizzleDatabase['db'];
    let schema: DrizzleDatabase['schema'];
    const onMariadb = name === 'MariaDB';

    beforeAll(async () => {
      database = await open();
      ({ db, schema } = database);
      const { people, items, notes, tags, itemTags } = schema;
      const owners = [1, 1, 2, 3, null, 2, 1, null];
      await db.insert(people).values([
        { id: 1, name: 'ann', managerId: 1 },
        { id: 2, name: 'bob', managerId: 1 },
        { id: 3, name: null, managerId: 2 },
      ]);
      await db
        .insert(items)
        .values(owners.map((ownerId, at) => ({ id: at + 1, ownerId, title: `item ${String(at + 1)}` })));
      await db
        .insert(notes)
        .values([1, 1, 3, 4].map((itemId, at) => ({ id: at + 1, itemId, text: 'abab'[at] as string })));
      await db.insert(tags).values([
        { id: 1, label: 'x' },
        { id: 2, label: null },
      ]);
      await db.insert(itemTags).values([
        { itemId: 1, tagId: 1 },
        { itemId: 1, tagId: 2 },
        { itemId: 2, tagId: 2 },
      ]);
    }, 120_000);
    beforeEach(() => database.run('BEGIN'));
    afterEach(() => database.run('ROLLBACK'));
    afterAll(() => database.close());

    function where(scope: Scope, ...own: [] | [SQL]): SQL {
      return scopedWhere(db, schema.items, scope, ...own);
    }

    it.each<[string, object, number[]]>([
      ['to one', { owner: { name: 'ann' } }, [1, 2, 7]],
      ['to one with a null', { owner: { name: null } }, [4]],
      ['to one that is another', { owner: { name: { not: 'ann' } } }, [3, 4, 6]],
      ['through two tables', { owner: { manager: { name: 'bob' } } }, [4]],
      ['to many', { notes: { some: { text: 'b' } } }, [1, 4]],
      ['through a junction', { itemTags: { some: { tag: { label: null } } } }, [1, 2]],
      ['through a junction, to both', { itemTags: { some: { tag: { label: 'x' }, itemId: 1 } } }, [1]],
    ])('[SEC-177] [SEC-180] follow a relation %s, and negate it', async (_title, condition, expected) => {
      const { items } = schema;
      const all = [1, 2, 3, 4, 5, 6, 7, 8];
      for (const [scope, found] of [
        [scopeWhere(condition), expected],
        [scopeNot(condition), all.filter((id) => !expected.includes(id))],
      ] as const) {
        expect(ids(await db.select().from(items).where(where(scope)).orderBy(items.id))).toEqual(found);
        expect(await db.$count(items, where(scope))).toBe(found.length);
        const pages: number[] = [];
        for (let offset = 0; offset < all.length; offset += 2) {
          const page = db.select().from(items).where(where(scope)).orderBy(asc(items.id)).limit(2).offset(offset);
          pages.push(...ids(await page));
        }
        expect(pages).toEqual(found);
      }
    });

    it('[SEC-181] [SEC-162] writes to no row that is not in the scope', async () => {
      const { items } = schema;
      const titles = async (): Promise<(string | null)[]> =>
        (await db.select({ title: items.title }).from(items).orderBy(items.id)).map(({ title }) => title);
      const before = await titles();
      await db
        .update(items)
        .set({ title: 'z' })
        .where(where(scopeWhere(false), sql`1=1 or 1=1`));
      await db
        .update(items)
        .set({ title: 'z' })
        .where(where(scopeWhere({ ownerId: 1 }), eq(items.id, 3)));
      await db.delete(items).where(where(scopeWhere({ owner: { manager: { name: 'nobody' } } }), sql`1=1 or 1=1`));
      expect(await titles()).toEqual(before);
      await db
        .update(items)
        .set({ title: 'z' })
        .where(where(scopeOr({ id: 2 }, { owner: { name: 'bob' } }), sql`1=1 or 1=1`));
      await db.delete(items).where(where(scopeNot({ parent: { id: 1 } }), gt(items.id, 6)));
      expect(await titles()).toEqual(['item 1', 'z', 'z', 'item 4', 'item 5', 'z']);
    });

    it('touches no row that has become somebody else’s since it was checked', async () => {
      const { items } = schema;
      const scope = scopeWhere({ ownerId: 1 });
      await db.update(items).set({ ownerId: 2 }).where(eq(items.id, 1));
      await db
        .update(items)
        .set({ title: 'z' })
        .where(where(scope, eq(items.id, 1)));
      expect(await db.select({ title: items.title }).from(items).where(eq(items.id, 1))).toEqual([{ title: 'item 1' }]);
    });

    it('[SEC-175] keeps every level of a relational query in its own scope', async () => {
      // Drizzle has no relational queries with relations for MariaDB
      if (onMariadb) return;
      const found = await (database.relational ?? db).query.items.findMany({
        columns: { id: true },
        where: where(scopeWhere({ parent: { id: 9 } })),
        with: { notes: { where: scopedWhere(db, schema.notes, scopeWhere({ item: { owner: { name: 'ann' } } })) } },
      });
      expect(found).toEqual([]);
      const mine = await (database.relational ?? db).query.items.findMany({
        columns: { id: true },
        where: where(scopeNot({ owner: { name: 'bob' } })),
        with: {
          notes: {
            columns: { id: true },
            where: scopedWhere(
              db,
              schema.notes,
              scopeWhere({ item: { owner: { name: 'ann' } } }),
              eq(schema.notes.text, 'a'),
            ),
          },
        },
        orderBy: (item) => item.id,
      });
      expect(mine).toEqual([{ id: 1, notes: [{ id: 1 }] }, ...[2, 4, 5, 7, 8].map((id) => ({ id, notes: [] }))]);
    });

    it('is ANDed to values that come later', async () => {
      const { items } = schema;
      const query = db
        .select()
        .from(items)
        .where(where(scopeWhere({ ownerId: 1 }), eq(items.id, sql.placeholder('id'))))
        .prepare(`scoped_${name.replace('.', '')}`);
      expect(ids(await query.execute({ id: 2 }))).toEqual([2]);
      expect(ids(await query.execute({ id: 3 }))).toEqual([]);
    });
  });
}
