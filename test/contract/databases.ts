import { randomUUID } from 'node:crypto';
import { DataSource, type DataSourceOptions, type EntitySchema } from 'typeorm';

/** SQLite in memory, or a database server. */
export type Server = { readonly type: 'sqljs' } | { readonly type: 'postgres' | 'mariadb'; readonly url: string };

const NOCASE = `CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`;

/** Opens a new database with the tables of these entities: suites run side by side, and nobody's data is touched. */
export async function openDatabase(
  server: Server,
  entities: readonly (EntitySchema | (new () => object))[],
  options: object = {},
): Promise<DataSource> {
  const url = server.type === 'sqljs' ? undefined : await createdDatabase(server);
  const database = new DataSource({ ...server, url, entities, ...options } as unknown as DataSourceOptions);
  await database.initialize();
  // for columns that take "A" for "a"
  if (server.type === 'postgres') await database.query(NOCASE);
  await database.synchronize();
  return database;
}

/** Drops what {@link openDatabase} created. */
export async function closeDatabase(database: DataSource): Promise<void> {
  const { type, url } = database.options as { type: 'sqljs' | 'postgres' | 'mariadb'; url?: string };
  await database.destroy();
  if (type === 'sqljs' || url === undefined) return;
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = type === 'postgres' ? '/postgres' : '/mysql';
  await administer({ type, url: server.href }, `DROP DATABASE ${name}`);
}

async function createdDatabase(server: Exclude<Server, { type: 'sqljs' }>): Promise<string> {
  const name = `contract_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  // small tables without statistics: PostgreSQL would compile every query, which takes longer than to run it
  if (server.type === 'postgres') await administer(server, `ALTER DATABASE ${name} SET jit = off`);
  const own = new URL(server.url);
  own.pathname = `/${name}`;
  return own.href;
}

async function administer(server: Exclude<Server, { type: 'sqljs' }>, statement: string): Promise<void> {
  const connection = await new DataSource(server).initialize();
  try {
    await connection.query(statement);
  } finally {
    await connection.destroy();
  }
}
