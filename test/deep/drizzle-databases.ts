import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { drizzle as overMysql } from 'drizzle-orm/mysql2';
import { drizzle as overPg } from 'drizzle-orm/node-postgres';
import { drizzle as overPglite } from 'drizzle-orm/pglite';
import mysql from 'mysql2/promise';
import pg from 'pg';

type Schema = Record<string, unknown>;

/** A database of its own, and Drizzle on it. */
export interface OpenDatabase {
  readonly db: unknown;
  /** Runs statements that Drizzle has no words for, on the one connection there is. */
  readonly run: (statement: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export async function openPglite(schema: Schema): Promise<OpenDatabase> {
  const client = await PGlite.create();
  return {
    db: overPglite(client, { schema }),
    run: (statement) => client.exec(statement),
    close: () => client.close(),
  };
}

export async function openPostgres(url: string, schema: Schema): Promise<OpenDatabase> {
  const name = `contract_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await administer(`CREATE DATABASE ${name}`);
  // small tables without statistics: PostgreSQL would compile every query, which takes longer than to run it
  await administer(`ALTER DATABASE ${name} SET jit = off`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const client = new pg.Client(own.href);
  await client.connect();
  return {
    db: overPg(client, { schema }),
    run: (statement) => client.query(statement),
    close: async () => {
      await client.end();
      await administer(`DROP DATABASE ${name}`);
    },
  };
}

export async function openMariadb(url: string, schema: Schema): Promise<OpenDatabase> {
  const name = `contract_${randomUUID().replaceAll('-', '')}`;
  const client = await mysql.createConnection({ uri: url, supportBigNumbers: true });
  await client.query(`CREATE DATABASE ${name}`);
  await client.query(`USE ${name}`);
  return {
    // MariaDB has no lateral joins, which the other mode writes
    db: overMysql(client, { schema, mode: 'planetscale' }),
    run: (statement) => client.query(statement),
    close: async () => {
      await client.query(`DROP DATABASE ${name}`);
      await client.end();
    },
  };
}
