import { Brackets, type DataSource, type EntityManager, type Repository } from 'typeorm';
import type { Scope } from 'nestjs-permissions';
import type { ContractFilter, ContractRows, LoadedItem, ScopeAdapter } from 'nestjs-permissions/testing';
import { applyScope, type ScopableQuery, scopedWhere } from 'nestjs-permissions/typeorm';
import { closeDatabase, openDatabase, type Server } from './databases.js';
import { ENTITIES, Item, Note, Person, Tag } from './typeorm-entities.js';

/** What both ways of asking TypeORM have in common. */
abstract class TypeormAdapter implements ScopeAdapter {
  constructor(private readonly database: DataSource) {}

  async fill({ people, items, notes, tags, itemTags }: ContractRows): Promise<void> {
    const { manager } = this.database;
    await manager.insert(Person, copies(people));
    await manager.insert(Tag, copies(tags));
    await manager.insert(Item, copies(items));
    await manager.insert(Note, copies(notes));
    const junction = this.database.getMetadata(Item).findRelationWithPropertyPath('tags')!.junctionEntityMetadata!;
    const rows = itemTags.map(({ itemId, tagId }) => ({ contractItemsItemId: itemId, contractTagsTagId: tagId }));
    await manager.createQueryBuilder().insert().into(junction.tableName).values(rows).execute();
  }

  async load(): Promise<readonly LoadedItem[]> {
    const relations = { owner: { manager: true }, parent: true, notes: true, tags: true } as const;
    return await this.database.getRepository(Item).find({ relations });
  }

  abstract select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]>;
  abstract count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number>;

  async update(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async (manager) => {
      await this.mark(manager, asItems(scope), filter);
      return ids(manager, { touched: true });
    });
  }

  async delete(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async (manager) => {
      const before = await ids(manager, {});
      await this.remove(manager, asItems(scope), filter);
      const after = new Set(await ids(manager, {}));
      return before.filter((id) => !after.has(id));
    });
  }

  protected abstract mark(manager: EntityManager, scope: Scope<Item>, filter?: ContractFilter): Promise<unknown>;
  protected abstract remove(manager: EntityManager, scope: Scope<Item>, filter?: ContractFilter): Promise<unknown>;

  protected get items(): Repository<Item> {
    return this.database.getRepository(Item);
  }

  async close(): Promise<void> {
    await closeDatabase(this.database);
  }

  private async undone<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.database.createQueryRunner();
    await runner.startTransaction();
    try {
      return await work(runner.manager);
    } finally {
      await runner.rollbackTransaction();
      await runner.release();
    }
  }
}

// without entities, of which nothing else is wanted
async function ids(manager: EntityManager, where: object): Promise<number[]> {
  const query = manager.createQueryBuilder(Item, 'item').select('item.id', 'id').where(where);
  return (await query.getRawMany<{ id: number }>()).map(({ id }) => id);
}

// the entities are what the suite says of them
function asItems(scope: Scope<LoadedItem>): Scope<Item> {
  return scope as Scope<never>;
}

// TypeORM writes into what it inserts
function copies<T extends object>(rows: readonly T[]): T[] {
  return rows.map((row) => ({ ...row }));
}

/** `applyScope()` on query builders; the caller's filter comes before the scope, or after it. */
class BuilderAdapter extends TypeormAdapter {
  private asked = 0;

  async select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const query = this.items.createQueryBuilder('item').select(['item.id', 'item.title']);
    return (await this.scoped(query, asItems(scope), filter, 'item.').getMany()).map(({ id }) => id);
  }

  count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number> {
    // joins, and a page, of which TypeORM makes several queries
    const query = this.items.createQueryBuilder('item').leftJoinAndSelect('item.tags', 'tag').skip(0).take(3);
    return this.scoped(query, asItems(scope), filter, 'item.').getCount();
  }

  protected mark(manager: EntityManager, scope: Scope<Item>, filter?: ContractFilter): Promise<unknown> {
    return this.scoped(manager.createQueryBuilder().update(Item).set({ touched: true }), scope, filter).execute();
  }

  protected remove(manager: EntityManager, scope: Scope<Item>, filter?: ContractFilter): Promise<unknown> {
    return this.scoped(manager.createQueryBuilder().delete().from(Item), scope, filter).execute();
  }

  private scoped<Q extends ScopableQuery<Item> & Filtered>(
    query: Q,
    scope: Scope<Item>,
    filter: ContractFilter | undefined,
    prefix = '',
  ): Q {
    this.asked++;
    if (this.asked % 2 === 0) applyScope(query, scope);
    // a caller who ORs without a thought for parentheses
    filter?.forEach((values, index) => {
      const [text, parameters] = filterSql(values, index, prefix);
      if (this.asked % 3 === 0) query.orWhere(new Brackets((inner) => inner.where(text, parameters)));
      else query.orWhere(text, parameters);
    });
    return this.asked % 2 === 0 ? query : applyScope(query, scope);
  }
}

interface Filtered {
  orWhere(where: string | Brackets, parameters?: object): unknown;
}

function filterSql(values: ContractFilter[number], index: number, prefix: string): [string, object] {
  const named = Object.entries(values).map(([field, value]) => [field, `${field}${index}`, value] as const);
  return [
    named.map(([field, name]) => `${prefix}${field} = :${name}`).join(' AND '),
    Object.fromEntries(named.map(([, name, value]) => [name, value])),
  ];
}

/** `scopedWhere()` in find options and criteria. */
class FindAdapter extends TypeormAdapter {
  async select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const where = scopedWhere(this.items, asItems(scope), filter);
    return (await this.items.find({ where, select: { id: true, title: true } })).map(({ id }) => id);
  }

  count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number> {
    return this.items.count({ where: scopedWhere(this.items, asItems(scope), filter), relations: { owner: true } });
  }

  protected mark(manager: EntityManager, scope: Scope<Item>, filter?: ContractFilter): Promise<unknown> {
    const items = manager.getRepository(Item);
    return items.update(scopedWhere(items, scope, filter), { touched: true });
  }

  protected remove(manager: EntityManager, scope: Scope<Item>, filter?: ContractFilter): Promise<unknown> {
    const items = manager.getRepository(Item);
    return items.delete(scopedWhere(items, scope, filter));
  }
}

/** The two adapters. */
export const WAYS = { applyScope: BuilderAdapter, scopedWhere: FindAdapter } as const;

/** Makes an adapter on a database of its own. */
export async function openTypeorm(way: keyof typeof WAYS, server: Server): Promise<ScopeAdapter> {
  return new WAYS[way](await openDatabase(server, ENTITIES));
}
