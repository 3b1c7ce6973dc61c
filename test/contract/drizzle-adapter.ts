import { aliasedTable, and, eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/drizzle';
import type { ContractFilter, ContractRows, ContractTag, LoadedItem, ScopeAdapter } from 'nestjs-permissions/testing';
import type { postgresSchema } from './drizzle-tables.js';

type Schema = ReturnType<typeof postgresSchema>;

type Database = PgDatabase<PgQueryResultHKT, Schema>;

/** A database with the tables of the contract. Those of other databases than PostgreSQL are called in the same way. */
export interface DrizzleDatabase {
  readonly db: Database;
  /** For relational queries, where that takes another driver. */
  readonly relational?: Database;
  readonly schema: Schema;
  /** MySQL does not tell which rows a statement wrote. */
  readonly returns: boolean;
  /** Runs statements that Drizzle has no words for. */
  readonly run: (statement: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** The tables of the contract. */
export function createTables({
  bigint,
  double,
  instant,
  text,
}: Record<'bigint' | 'double' | 'instant' | 'text', string>) {
  return [
    `CREATE TABLE contract_people (id int PRIMARY KEY, full_name ${text}, grade int, boss int)`,
    `CREATE TABLE contract_tags (tag_id int PRIMARY KEY, label ${text})`,
    `CREATE TABLE contract_items (item_id int PRIMARY KEY, headline ${text}, rank int, ratio ${double}, bytes ${bigint},
      is_active boolean, happened_at ${instant}, owner int, parent int, touched boolean NOT NULL DEFAULT false)`,
    `CREATE TABLE contract_notes (id int PRIMARY KEY, text ${text}, about int)`,
    `CREATE TABLE contract_item_tags (item int NOT NULL, tag int NOT NULL, PRIMARY KEY (item, tag))`,
  ];
}

/** `scopedWhere()` in every statement that has a condition. */
export class DrizzleAdapter implements ScopeAdapter {
  private asked = 0;

  constructor(private readonly database: DrizzleDatabase) {}

  async fill({ people, items, notes, tags, itemTags }: ContractRows): Promise<void> {
    const { db, schema } = this.database;
    await db.insert(schema.people).values([...people]);
    await db.insert(schema.tags).values([...tags]);
    await db.insert(schema.items).values([...items]);
    await db.insert(schema.notes).values([...notes]);
    await db.insert(schema.itemTags).values([...itemTags]);
  }

  async load(): Promise<readonly LoadedItem[]> {
    const { db, schema } = this.database;
    const people = new Map((await db.select().from(schema.people)).map((person) => [person.id, person]));
    const tags = new Map((await db.select().from(schema.tags)).map((tag) => [tag.id, tag]));
    const [notes, itemTags] = [await db.select().from(schema.notes), await db.select().from(schema.itemTags)];
    const items = await db.select().from(schema.items);
    return items.map((item) => {
      const owner = people.get(item.ownerId ?? 0) ?? null;
      return {
        ...item,
        owner: owner === null ? null : { ...owner, manager: people.get(owner.managerId ?? 0) ?? null },
        parent: items.find(({ id }) => id === item.parentId) ?? null,
        notes: notes.filter(({ itemId }) => itemId === item.id),
        tags: [],
        itemTags: itemTags
          .filter(({ itemId }) => itemId === item.id)
          .map(({ tagId }) => ({ tag: tags.get(tagId) as ContractTag })),
      };
    });
  }

  async select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const { db, schema } = this.database;
    this.asked++;
    if (this.asked % 3 === 0) {
      const item = aliasedTable(schema.items, 'item');
      return ids(
        await db
          .select({ id: item.id })
          .from(item)
          .where(this.where(scope, filter, item)),
      );
    }
    const where = this.where(scope, filter);
    if (this.asked % 3 === 1) return ids(await db.select({ id: schema.items.id }).from(schema.items).where(where));
    return ids(await this.relational.query.items.findMany({ columns: { id: true }, where }));
  }

  async count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number> {
    return this.database.db.$count(this.database.schema.items, this.where(scope, filter));
  }

  async update(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const { db, schema, returns } = this.database;
    const { items } = schema;
    return this.undone(async () => {
      const statement = db.update(items).set({ touched: true }).where(this.where(scope, filter));
      if (returns) return ids(await statement.returning({ id: items.id }));
      await statement;
      return ids(await db.select({ id: items.id }).from(items).where(eq(items.touched, true)));
    });
  }

  async delete(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const { db, schema, returns } = this.database;
    const { items } = schema;
    const present = async (): Promise<number[]> => ids(await db.select({ id: items.id }).from(items));
    return this.undone(async () => {
      const statement = db.delete(items).where(this.where(scope, filter));
      if (returns) return ids(await statement.returning({ id: items.id }));
      const before = await present();
      await statement;
      const after = new Set(await present());
      return before.filter((id) => !after.has(id));
    });
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  private get relational(): Database {
    return this.database.relational ?? this.database.db;
  }

  private where(scope: Scope<LoadedItem>, filter: ContractFilter | undefined, table = this.database.schema.items): SQL {
    // the tables are what the suite says of them
    const known = scope as unknown as Scope<Schema['items']['$inferSelect']>;
    if (filter === undefined) return scopedWhere(this.database.db, table, known);
    const branches = filter.map((values) => {
      const members = Object.entries(values) as [keyof typeof values, number | boolean][];
      return and(...members.map(([field, value]) => eq(getTableColumns(table)[field], value)));
    });
    // every other caller does not think of parentheses
    const own = this.asked % 2 === 0 ? (or(...branches) as SQL) : sql.join(branches, sql` or `);
    return scopedWhere(this.database.db, table, known, own);
  }

  private async undone<T>(work: () => Promise<T>): Promise<T> {
    await this.database.run('BEGIN');
    try {
      return await work();
    } finally {
      await this.database.run('ROLLBACK');
    }
  }
}

function ids(rows: readonly { id: number }[]): number[] {
  return rows.map(({ id }) => id);
}
