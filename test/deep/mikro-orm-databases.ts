import { randomUUID } from 'node:crypto';
import { PGlite, types } from '@electric-sql/pglite';
import type { EntitySchema } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { PGliteDialect } from 'kysely';

/** A database of its own, and how it is given back. */
export interface Database {
  readonly orm: MikroORM;
  close(): Promise<void>;
}

/** Opens a new database with the tables of these entities. */
export type OpenDatabase = (entities: readonly EntitySchema[], options?: object) => Promise<Database>;

/** `MikroORM` of one of its drivers, of version 6 or 7. */
export interface Driver {
  init(options: object): Promise<unknown>;
}

export type Dialect = 'postgres' | 'mariadb';

const NOCASE = `CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`;

/** Opens databases on a server. */
export function onServer(driver: Driver, dialect: Dialect, url: string): OpenDatabase {
  return async (entities, options = {}) => {
    const name = `contract_${randomUUID().replaceAll('-', '')}`;
    await administer(driver, url, `CREATE DATABASE ${name}`);
    // small tables without statistics: PostgreSQL would compile every query, which takes longer than to run it
    if (dialect === 'postgres') await administer(driver, url, `ALTER DATABASE ${name} SET jit = off`);
    const own = new URL(url);
    own.pathname = `/${name}`;
    const orm = await init(driver, { clientUrl: own.href, ...options }, entities);
    // for columns that take "A" for "a"
    if (dialect === 'postgres') await orm.em.getConnection().execute(NOCASE);
    await createTables(orm);
    return {
      orm,
      close: async () => {
        await orm.close(true);
        await administer(driver, url, `DROP DATABASE ${name}`);
      },
    };
  };
}

/** Opens databases inside of this process. */
export function onPglite(driver: Driver): OpenDatabase {
  return async (entities, options = {}) => {
    // MikroORM holds days as texts, as drivers of servers answer them
    const pglite = await PGlite.create({ parsers: { [types.DATE]: (day) => day } });
    const orm = await init(
      driver,
      { dbName: 'postgres', driverOptions: new PGliteDialect({ pglite }), ...options },
      entities,
    );
    // several statements at once are not for a driver
    await pglite.exec(await orm.schema.getCreateSchemaSQL());
    return {
      orm,
      close: async () => {
        await orm.close(true);
        if (!pglite.closed) await pglite.close();
      },
    };
  };
}

async function init(driver: Driver, options: object, entities: readonly EntitySchema[]): Promise<MikroORM> {
  const orm = (await driver.init({
    entities,
    discovery: { warnWhenNoEntities: false },
    // rows are deleted one table at a time
    schemaGenerator: { createForeignKeyConstraints: false },
    ...options,
  })) as MikroORM;
  return orm;
}

async function createTables(orm: MikroORM): Promise<void> {
  const { schema } = orm as { schema: { create?(): Promise<void>; createSchema?(): Promise<void> } };
  await (schema.create?.() ?? schema.createSchema?.());
}

async function administer(driver: Driver, clientUrl: string, statement: string): Promise<void> {
  const orm = await init(driver, { clientUrl }, []);
  try {
    await orm.em.getConnection().execute(statement);
  } finally {
    await orm.close(true);
  }
}
