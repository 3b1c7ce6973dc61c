import { CamelCasePlugin, type Dialect, type Generated, Kysely, sql } from 'kysely';
import type { Scope } from 'nestjs-permissions';
import { applyScope, describeTables, type Dialect as ScopeDialect } from 'nestjs-permissions/kysely';
import type {
  ContractFilter,
  ContractItem,
  ContractNote,
  ContractPerson,
  ContractRows,
  ContractTag,
  LoadedItem,
  ScopeAdapter,
} from 'nestjs-permissions/testing';

interface Database {
  contractPeople: ContractPerson;
  contractTags: ContractTag;
  contractItems: ContractItem & { touched: Generated<boolean> };
  contractNotes: ContractNote;
  contractItemTags: { itemId: number; tagId: number };
}

/** A database with nothing in it. */
export interface EmptyDatabase {
  readonly dialect: ScopeDialect;
  readonly kysely: Dialect;
  readonly close?: () => Promise<void>;
}

/** What columns are made of; texts where "A" is "a", where the database likes that. */
const TYPES = {
  postgres: { text: 'text', float: 'double precision', boolean: 'boolean', at: 'timestamptz' },
  mysql: { text: 'varchar(100) collate utf8mb4_general_ci', float: 'double', boolean: 'boolean', at: 'datetime(3)' },
  sqlite: { text: 'text collate nocase', float: 'double precision', boolean: 'boolean', at: 'text' },
} as const;

const describe = (dialect: ScopeDialect) =>
  describeTables<Database>({
    dialect,
    tables: {
      contractPeople: {
        columns: { id: 'integer', name: 'text', rank: 'integer', managerId: 'integer' },
        relations: { manager: { one: 'contractPeople', on: { managerId: 'id' } } },
      },
      contractTags: { columns: { id: 'integer', label: 'text' } },
      contractItems: {
        columns: {
          ...{ id: 'integer', title: 'text', rank: 'integer', ratio: 'float', size: 'bigint', active: 'boolean' },
          ...(dialect === 'sqlite' ? {} : { at: 'instant' }),
          ...{ ownerId: 'integer', parentId: 'integer' },
        },
        relations: {
          owner: { one: 'contractPeople', on: { ownerId: 'id' } },
          parent: { one: 'contractItems', on: { parentId: 'id' } },
          notes: { many: 'contractNotes', on: { id: 'itemId' } },
          tags: { many: 'contractTags', through: 'contractItemTags', on: { id: 'itemId' }, to: { tagId: 'id' } },
        },
      },
      contractNotes: { columns: { id: 'integer', text: 'text', itemId: 'integer' } },
    },
  });

interface Filtered {
  where(condition: unknown): Filtered;
}

/** `applyScope()` on Kysely; the caller's filter comes before the scope, or after it. */
class KyselyAdapter implements ScopeAdapter {
  private readonly tables;
  private asked = 0;

  constructor(
    private readonly db: Kysely<Database>,
    private readonly database: EmptyDatabase,
  ) {
    this.tables = describe(database.dialect);
  }

  async fill(rows: ContractRows): Promise<void> {
    const { text, float, boolean, at } = TYPES[this.database.dialect];
    const tables = {
      contractPeople: { id: 'int', name: text, rank: 'int', managerId: 'int' },
      contractTags: { id: 'int', label: text },
      contractItems: {
        ...{ id: 'int', title: text, rank: 'int', ratio: float, size: 'bigint', active: boolean, at },
        ...{ ownerId: 'int', parentId: 'int', touched: `${boolean} default false` },
      },
      contractNotes: { id: 'int', text, itemId: 'int' },
      contractItemTags: { itemId: 'int', tagId: 'int' },
    };
    for (const [name, columns] of Object.entries(tables)) {
      const list = Object.entries(columns).map(([column, type]) => sql`${sql.id(column)} ${sql.raw(type)}`);
      await sql`create table ${sql.table(name)} (${sql.join(list)})`.execute(this.db);
    }
    await this.insert('contractPeople', rows.people);
    await this.insert('contractTags', rows.tags);
    await this.insert('contractItems', rows.items);
    await this.insert('contractNotes', rows.notes);
    await this.insert('contractItemTags', rows.itemTags);
  }

  async load(): Promise<readonly LoadedItem[]> {
    const people = await this.db.selectFrom('contractPeople').selectAll().execute();
    const tags = await this.db.selectFrom('contractTags').selectAll().execute();
    const items = (await this.db.selectFrom('contractItems').selectAll().execute()).map((row) => this.held(row));
    const notes = await this.db.selectFrom('contractNotes').selectAll().execute();
    const itemTags = await this.db.selectFrom('contractItemTags').selectAll().execute();
    const byId = <T extends { id: number }>(list: readonly T[], wanted: number | null): T | null =>
      list.find(({ id }) => id === wanted) ?? null;
    const loaded = people.map((person) => ({ ...person, manager: byId(people, person.managerId) }));
    return items.map((item) => ({
      ...item,
      owner: byId(loaded, item.ownerId),
      parent: byId(items, item.parentId),
      notes: notes.filter(({ itemId }) => itemId === item.id),
      tags: itemTags.filter(({ itemId }) => itemId === item.id).map(({ tagId }) => byId(tags, tagId)!),
    }));
  }

  async select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    // whatever the query calls its rows
    const alias = (['contractItems', 'i', 'scope_1', 'scope2'] as const)[this.asked % 4]!;
    const from = alias === 'contractItems' ? alias : (`contractItems as ${alias}` as 'contractItems');
    const query = this.db
      .selectFrom(from)
      .select([`${alias as 'contractItems'}.id`, `${alias as 'contractItems'}.title`]);
    return (await this.scoped(query, scope, filter).execute()).map(({ id }) => id);
  }

  async count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number> {
    const query = this.db
      .selectFrom('contractItems as i')
      .leftJoin('contractPeople as scope_1', 'scope_1.id', 'i.ownerId')
      .select((eb) => eb.fn.countAll().as('count'));
    return Number((await this.scoped(query, scope, filter, 'i.').executeTakeFirstOrThrow()).count);
  }

  update(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async (db) => {
      await this.scoped(db.updateTable('contractItems').set({ touched: this.stored(true) }), scope, filter).execute();
      const touched = db.selectFrom('contractItems').select('id').where('touched', '=', this.stored(true));
      return (await touched.execute()).map(({ id }) => id);
    });
  }

  delete(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async (db) => {
      const ids = async () => (await db.selectFrom('contractItems').select('id').execute()).map(({ id }) => id);
      const before = await ids();
      await this.scoped(db.deleteFrom('contractItems'), scope, filter).execute();
      const after = new Set(await ids());
      return before.filter((id) => !after.has(id));
    });
  }

  async close(): Promise<void> {
    await this.db.destroy();
    await this.database.close?.();
  }

  private scoped<Q extends Parameters<typeof applyScope>[0]>(
    query: Q,
    scope: Scope<LoadedItem>,
    filter: ContractFilter | undefined,
    prefix = '',
  ): Q {
    this.asked++;
    if (this.asked % 2 === 0) query = applyScope(query, scope, this.tables);
    if (filter !== undefined) {
      // a caller who ORs without a thought for parentheses
      const either = sql.join(
        filter.map((values) => this.filterSql(values, prefix)),
        sql` or `,
      );
      query = (query as unknown as Filtered).where(this.asked % 3 === 0 ? sql`(${either})` : either) as unknown as Q;
    }
    return this.asked % 2 === 0 ? query : applyScope(query, scope, this.tables);
  }

  private filterSql(values: ContractFilter[number], prefix: string) {
    const parts = Object.entries(values).map(
      ([field, value]) => sql`${sql.ref(`${prefix}${field}`)} = ${this.stored(value)}`,
    );
    return sql.join(parts, sql` and `);
  }

  private async insert(table: keyof Database, rows: readonly object[]): Promise<void> {
    const stored = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([field, value]) => [field, this.stored(value)])),
    );
    for (let at = 0; at < stored.length; at += 50) {
      await this.db
        .insertInto(table)
        .values(stored.slice(at, at + 50))
        .execute();
    }
  }

  // SQLite keeps neither booleans nor dates, and its driver no bigints
  private stored<V>(value: V): V {
    if (this.database.dialect !== 'sqlite') return (typeof value === 'bigint' ? String(value) : value) as V;
    if (value instanceof Date) return value.toISOString() as V;
    return (['bigint', 'boolean'].includes(typeof value) ? Number(value) : value) as V;
  }

  private held(row: ContractItem): ContractItem {
    if (this.database.dialect !== 'sqlite') return row;
    const { size, active, at } = row as unknown as Record<string, string | number | null>;
    return {
      ...row,
      size: size == null ? null : BigInt(size),
      active: active === null ? null : Boolean(active),
      at: at == null ? null : new Date(at),
    };
  }

  private async undone<T>(work: (db: Kysely<Database>) => Promise<T>): Promise<T> {
    const transaction = await this.db.startTransaction().execute();
    try {
      return await work(transaction);
    } finally {
      await transaction.rollback().execute();
    }
  }
}

/** Makes an adapter on a database of its own, with names that a plugin changes. */
export function openKysely(database: EmptyDatabase): ScopeAdapter {
  return new KyselyAdapter(
    new Kysely<Database>({ dialect: database.kysely, plugins: [new CamelCasePlugin()] }),
    database,
  );
}
