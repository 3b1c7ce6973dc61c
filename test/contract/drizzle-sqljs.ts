import { drizzle } from 'drizzle-orm/sql-js';
import { drizzle as proxied } from 'drizzle-orm/sqlite-proxy';
import { createTables, type DrizzleDatabase } from './drizzle-adapter.js';
import { sqliteSchema } from './drizzle-tables.js';

/** What a test says to sql.js, which has no types. */
export interface SqlJs {
  run(statement: string): unknown;
  exec(statement: string, parameters?: readonly unknown[]): { values: unknown[][] }[];
  close(): void;
}

/** SQLite in memory. */
export async function openSqlJs(): Promise<SqlJs> {
  const name = 'sql.js';
  const { default: init } = (await import(name)) as {
    default: () => Promise<{ Database: new () => SqlJs }>;
  };
  return new (await init()).Database();
}

/** The tables of the contract in SQLite. */
export async function sqljsDatabase(): Promise<DrizzleDatabase> {
  const client = await openSqlJs();
  const types = { bigint: 'text', double: 'real', instant: 'integer', text: 'text COLLATE NOCASE' };
  for (const statement of createTables(types)) client.run(statement);
  const schema = sqliteSchema();
  return {
    db: drizzle(client as never, { schema }),
    // the driver of sql.js does not read the answers of relational queries
    relational: proxied((text, values) => Promise.resolve({ rows: client.exec(text, values)[0]?.values ?? [] }), {
      schema,
    }),
    schema,
    returns: true,
    run: (statement: string) => Promise.resolve(client.run(statement)),
    close: () => {
      client.close();
      return Promise.resolve();
    },
  } as unknown as DrizzleDatabase;
}
