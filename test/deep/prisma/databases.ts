import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient as MysqlClient } from './generated/mysql/client.js';
import { PrismaClient } from './generated/postgresql/client.js';
import { TABLES } from './tables.js';

/** A client on a database of its own. */
export interface Opened {
  readonly client: PrismaClient;
  close(): Promise<void>;
}

/** Opens a new database with the tables of the contract: suites run side by side, and nobody's data is touched. */
export type Open = () => Promise<Opened>;

const { DATABASE_URL, MARIADB_URL } = process.env;

export const onPostgres: Record<string, Open> = { PGlite: openPglite };
export const onMysql: Record<string, Open> = {};

if (DATABASE_URL) onPostgres['PostgreSQL'] = () => openPostgres(DATABASE_URL);
else process.stderr.write('contract: Prisma on PostgreSQL is left out, because DATABASE_URL is not set\n');
if (MARIADB_URL) onMysql['MariaDB'] = () => openMariadb(MARIADB_URL);
else process.stderr.write('contract: Prisma on MariaDB is left out, because MARIADB_URL is not set\n');

async function openPglite(): Promise<Opened> {
  const database = new PGlite();
  const client = new PrismaClient({ adapter: new PrismaPGlite(database) });
  await run(client, TABLES.postgresql);
  return {
    client,
    close: async () => {
      await client.$disconnect();
      await database.close();
    },
  };
}

async function openPostgres(url: string): Promise<Opened> {
  const name = newName();
  const connect = (to: string): PrismaClient => new PrismaClient({ adapter: new PrismaPg({ connectionString: to }) });
  // small tables without statistics: PostgreSQL would compile every query, which takes longer than to run it
  await run(connect(url), [`CREATE DATABASE ${name}`, `ALTER DATABASE ${name} SET jit = off`], true);
  const client = connect(at(url, name));
  await run(client, TABLES.postgresql);
  return {
    client,
    close: async () => {
      await client.$disconnect();
      await run(connect(url), [`DROP DATABASE ${name}`], true);
    },
  };
}

async function openMariadb(url: string): Promise<Opened> {
  const name = newName();
  const connect = (to: string): MysqlClient =>
    new MysqlClient({ adapter: new PrismaMariaDb(to.replace(/^mysql/, 'mariadb')) });
  await run(connect(url), [`CREATE DATABASE ${name}`], true);
  const client = connect(at(url, name));
  await run(client, TABLES.mysql);
  return {
    // the tables of the contract are the same
    client: client as unknown as PrismaClient,
    close: async () => {
      await client.$disconnect();
      await run(connect(url), [`DROP DATABASE ${name}`], true);
    },
  };
}

async function run(
  client: Pick<PrismaClient, '$executeRawUnsafe' | '$disconnect'>,
  statements: readonly string[],
  isLast = false,
): Promise<void> {
  for (const statement of statements) await client.$executeRawUnsafe(statement);
  if (isLast) await client.$disconnect();
}

function newName(): string {
  return `prisma_${randomUUID().replaceAll('-', '')}`;
}

function at(url: string, database: string): string {
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.href;
}
