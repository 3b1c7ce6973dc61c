import { relations } from 'drizzle-orm';
import * as mysql from 'drizzle-orm/mysql-core';
import * as pg from 'drizzle-orm/pg-core';
import * as sqlite from 'drizzle-orm/sqlite-core';

const bigintText = sqlite.customType<{ data: bigint; driverData: string }>({
  dataType: () => 'text',
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => String(value),
});

function postgresTables() {
  const people = pg.pgTable('contract_people', {
    id: pg.integer().primaryKey(),
    name: pg.varchar('full_name'),
    rank: pg.integer('grade'),
    managerId: pg.integer('boss'),
  });
  const tags = pg.pgTable('contract_tags', { id: pg.integer('tag_id').primaryKey(), label: pg.varchar() });
  const items = pg.pgTable('contract_items', {
    id: pg.integer('item_id').primaryKey(),
    title: pg.text('headline'),
    rank: pg.integer(),
    ratio: pg.doublePrecision(),
    size: pg.bigint('bytes', { mode: 'bigint' }),
    active: pg.boolean('is_active'),
    at: pg.timestamp('happened_at', { precision: 3 }),
    ownerId: pg.integer('owner'),
    parentId: pg.integer('parent'),
    touched: pg.boolean().notNull().default(false),
  });
  const notes = pg.pgTable('contract_notes', {
    id: pg.integer().primaryKey(),
    text: pg.varchar(),
    itemId: pg.integer('about'),
  });
  const itemTags = pg.pgTable(
    'contract_item_tags',
    { itemId: pg.integer('item').notNull(), tagId: pg.integer('tag').notNull() },
    (table) => [pg.primaryKey({ columns: [table.itemId, table.tagId] })],
  );
  return { people, tags, items, notes, itemTags };
}

function mysqlTables() {
  const people = mysql.mysqlTable('contract_people', {
    id: mysql.int().primaryKey(),
    name: mysql.varchar('full_name', { length: 255 }),
    rank: mysql.int('grade'),
    managerId: mysql.int('boss'),
  });
  const tags = mysql.mysqlTable('contract_tags', {
    id: mysql.int('tag_id').primaryKey(),
    label: mysql.varchar({ length: 255 }),
  });
  const items = mysql.mysqlTable('contract_items', {
    id: mysql.int('item_id').primaryKey(),
    title: mysql.varchar('headline', { length: 255 }),
    rank: mysql.int(),
    ratio: mysql.double(),
    size: mysql.bigint('bytes', { mode: 'bigint' }),
    active: mysql.boolean('is_active'),
    at: mysql.datetime('happened_at', { fsp: 3 }),
    ownerId: mysql.int('owner'),
    parentId: mysql.int('parent'),
    touched: mysql.boolean().notNull().default(false),
  });
  const notes = mysql.mysqlTable('contract_notes', {
    id: mysql.int().primaryKey(),
    text: mysql.varchar({ length: 255 }),
    itemId: mysql.int('about'),
  });
  const itemTags = mysql.mysqlTable(
    'contract_item_tags',
    { itemId: mysql.int('item').notNull(), tagId: mysql.int('tag').notNull() },
    (table) => [mysql.primaryKey({ columns: [table.itemId, table.tagId] })],
  );
  return { people, tags, items, notes, itemTags };
}

function sqliteTables() {
  const people = sqlite.sqliteTable('contract_people', {
    id: sqlite.integer().primaryKey(),
    name: sqlite.text('full_name'),
    rank: sqlite.integer('grade'),
    managerId: sqlite.integer('boss'),
  });
  const tags = sqlite.sqliteTable('contract_tags', {
    id: sqlite.integer('tag_id').primaryKey(),
    label: sqlite.text(),
  });
  const items = sqlite.sqliteTable('contract_items', {
    id: sqlite.integer('item_id').primaryKey(),
    title: sqlite.text('headline'),
    rank: sqlite.integer(),
    ratio: sqlite.real(),
    size: bigintText('bytes'),
    active: sqlite.integer('is_active', { mode: 'boolean' }),
    at: sqlite.integer('happened_at', { mode: 'timestamp_ms' }),
    ownerId: sqlite.integer('owner'),
    parentId: sqlite.integer('parent'),
    touched: sqlite.integer({ mode: 'boolean' }).notNull().default(false),
  });
  const notes = sqlite.sqliteTable('contract_notes', {
    id: sqlite.integer().primaryKey(),
    text: sqlite.text(),
    itemId: sqlite.integer('about'),
  });
  const itemTags = sqlite.sqliteTable(
    'contract_item_tags',
    { itemId: sqlite.integer('item').notNull(), tagId: sqlite.integer('tag').notNull() },
    (table) => [sqlite.primaryKey({ columns: [table.itemId, table.tagId] })],
  );
  return { people, tags, items, notes, itemTags };
}

type Tables = ReturnType<typeof postgresTables>;

/** The tables of the contract on PostgreSQL, with their relations. */
export const postgresSchema = () => withRelations(postgresTables());

/** The tables of the contract on MySQL and MariaDB. */
export const mysqlSchema = () => withRelations(mysqlTables());

/** The tables of the contract on SQLite, which has no bigints that Drizzle reads exactly. */
export const sqliteSchema = () => withRelations(sqliteTables());

function withRelations<T extends Record<keyof Tables, object>>(tables: T) {
  // the relations are the same on all databases
  const { people, tags, items, notes, itemTags } = tables as unknown as Tables;
  return {
    ...tables,
    peopleRelations: relations(people, ({ one }) => ({
      manager: one(people, { fields: [people.managerId], references: [people.id] }),
    })),
    itemsRelations: relations(items, ({ one, many }) => ({
      owner: one(people, { fields: [items.ownerId], references: [people.id] }),
      parent: one(items, { fields: [items.parentId], references: [items.id] }),
      notes: many(notes),
      itemTags: many(itemTags),
    })),
    notesRelations: relations(notes, ({ one }) => ({
      item: one(items, { fields: [notes.itemId], references: [items.id] }),
    })),
    itemTagsRelations: relations(itemTags, ({ one }) => ({
      item: one(items, { fields: [itemTags.itemId], references: [items.id] }),
      tag: one(tags, { fields: [itemTags.tagId], references: [tags.id] }),
    })),
  };
}
