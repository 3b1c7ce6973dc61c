import type { EntitySchema } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Scope } from 'nestjs-permissions';
import type { ContractFilter, ContractRows, LoadedItem, ScopeAdapter } from 'nestjs-permissions/testing';
import { scopedWhere } from 'nestjs-permissions/mikro-orm';
import type { Database } from './mikro-orm-databases.js';
import { contractEntities, type Item } from './mikro-orm-entities.js';
import type { Version } from './mikro-orm-versions.js';

/** `scopedWhere()` in the conditions of entity managers and, in turn, of query builders. */
export class MikroOrmAdapter implements ScopeAdapter {
  private asked = 0;

  private constructor(
    private readonly database: Database,
    private readonly populate: readonly string[],
  ) {}

  static async open({ core, open, populate }: Version): Promise<ScopeAdapter> {
    return new MikroOrmAdapter(await open(Object.values(contractEntities(core.EntitySchema))), populate);
  }

  async fill({ people, items, notes, tags, itemTags }: ContractRows): Promise<void> {
    const { em } = this;
    await em.insertMany('Person' as never, [...people] as never[]);
    await em.insertMany('Tag' as never, [...tags] as never[]);
    await em.insertMany('Item' as never, [...items] as never[]);
    await em.insertMany('Note' as never, [...notes] as never[]);
    const rows = itemTags.map(({ itemId, tagId }) => `(${String(itemId)}, ${String(tagId)})`);
    await em.getConnection().execute(`INSERT INTO contract_item_tags VALUES ${rows.join(', ')}`);
  }

  async load(): Promise<readonly LoadedItem[]> {
    const populate = ['owner.manager', 'parent', 'notes', 'tags'] as never;
    const items = (await this.em.find(ITEM, {}, { populate })) as unknown as Item[];
    return items.map((item) => ({
      ...(item as object as LoadedItem),
      notes: [...item.notes],
      tags: [...item.tags],
    }));
  }

  async select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const { em } = this;
    const where = this.where(em, scope, filter);
    this.asked++;
    const rows =
      this.asked % 2 === 0
        ? await em.createQueryBuilder(ITEM, 'item').select('id').where(where).getResultList()
        : await em.find(ITEM, where, { fields: ['id'] });
    return rows.map(({ id }) => id);
  }

  async count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number> {
    const { em } = this;
    const where = this.where(em, scope, filter);
    if (this.asked % 2 === 0) return em.count(ITEM, where);
    // a page, of which MikroORM makes several queries, of one condition
    const populate = (this.asked % 10 === 1 ? this.populate : []) as never;
    const [page, count] = await em.findAndCount(ITEM, where, { limit: 3, orderBy: { id: 'asc' }, populate });
    if (page.length !== Math.min(3, count))
      throw new Error(`${String(page.length)} rows of a page of ${String(count)}`);
    return count;
  }

  async update(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async (em) => {
      const where = this.where(em, scope, filter);
      const touched = { touched: true };
      if (this.asked % 2 === 0) await em.createQueryBuilder(ITEM).update(touched).where(where).execute();
      else await em.nativeUpdate(ITEM, where, touched);
      return idsIn(em, 'WHERE is_touched');
    });
  }

  async delete(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async (em) => {
      const all = await idsIn(em);
      const where = this.where(em, scope, filter);
      const deleted =
        this.asked % 2 === 0
          ? (await em.createQueryBuilder(ITEM).delete().where(where).execute()).affectedRows
          : await em.nativeDelete(ITEM, where);
      const left = new Set(await idsIn(em));
      if (deleted !== all.length - left.size) throw new Error(`${String(deleted)} rows are said to be deleted`);
      return all.filter((id) => !left.has(id));
    });
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  private get em(): EntityManager {
    return this.database.orm.em.fork();
  }

  private where(em: EntityManager, scope: Scope<LoadedItem>, filter?: ContractFilter) {
    // the entities are what the suite says of them
    return scopedWhere(em.getRepository(ITEM), scope as Scope<never>, filter as never);
  }

  private async undone<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    const { em } = this;
    await em.begin();
    try {
      return await work(em);
    } finally {
      await em.rollback();
    }
  }
}

async function idsIn(em: EntityManager, condition = ''): Promise<number[]> {
  const sql = `SELECT item_id FROM contract_items ${condition}`;
  const rows: { item_id: number }[] = await em.getConnection().execute(sql, [], 'all', em.getTransactionContext());
  return rows.map((row) => row.item_id);
}

// both versions look entities up by their name; the types of MikroORM 7 want more
const ITEM = 'Item' as unknown as EntitySchema<Item>;
