import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { type Dialect, MysqlDialect, PGliteDialect, PostgresDialect } from 'kysely';
import { createPool, type TypeCastField } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import type { EmptyDatabase } from '../contract/kysely-adapter.js';
import { sqljsDialect } from '../contract/kysely-sqljs.js';

const { DATABASE_URL, MARIADB_URL } = process.env;
const INT8 = 20;

/** Where the contract of Kysely runs: embedded always, on servers where the environment names them. */
export const databases: Record<string, () => Promise<EmptyDatabase>> = {
  'sql.js': async () => ({ dialect: 'sqlite', kysely: await sqljsDialect() }),
  PGlite: async () => {
    const pglite = await PGlite.create({ parsers: { [INT8]: BigInt } });
    return { dialect: 'postgres', kysely: asBefore(new PGliteDialect({ pglite })) };
  },
};
if (DATABASE_URL) databases['PostgreSQL'] = () => openPostgres(DATABASE_URL);
else process.stderr.write('contract: PostgreSQL is left out, because DATABASE_URL is not set\n');
if (MARIADB_URL) databases['MariaDB'] = () => openMariadb(MARIADB_URL);
else process.stderr.write('contract: MariaDB is left out, because MARIADB_URL is not set\n');

// what both versions of Kysely call a dialect
function asBefore(dialect: Dialect): EmptyDatabase['kysely'] {
  return dialect as unknown as EmptyDatabase['kysely'];
}

const newName = (): string => `contract_${randomUUID().replaceAll('-', '')}`;

async function openPostgres(url: string): Promise<EmptyDatabase> {
  const name = newName();
  const administer = async (...statements: readonly string[]): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  // small tables without statistics: PostgreSQL would compile every query, which takes longer than to run it
  await administer(`CREATE DATABASE ${name}`, `ALTER DATABASE ${name} SET jit = off`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const types = {
    getTypeParser: (oid: number) => (oid === INT8 ? BigInt : (pg.types.getTypeParser as (oid: number) => unknown)(oid)),
  };
  const pool = new pg.Pool({ connectionString: own.href, types });
  return {
    dialect: 'postgres',
    kysely: asBefore(new PostgresDialect({ pool })),
    close: () => administer(`DROP DATABASE ${name}`),
  };
}

async function openMariadb(url: string): Promise<EmptyDatabase> {
  const name = newName();
  const administer = async (statement: string): Promise<void> => {
    const connection = await createConnection(url);
    await connection.query(statement);
    await connection.end();
  };
  await administer(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const pool = createPool({ uri: own.href, typeCast: held });
  return {
    dialect: 'mysql',
    kysely: asBefore(new MysqlDialect({ pool: pool })),
    close: () => administer(`DROP DATABASE ${name}`),
  };
}

// booleans and bigints, where the driver by itself makes numbers
function held(field: TypeCastField, next: () => unknown): unknown {
  if (field.type !== 'LONGLONG' && !(field.type === 'TINY' && field.length === 1)) return next();
  const text = field.string();
  if (text === null) return null;
  return field.type === 'TINY' ? text === '1' : BigInt(text);
}
