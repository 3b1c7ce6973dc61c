import { createTables, type DrizzleDatabase } from '../contract/drizzle-adapter.js';
import { mysqlSchema, postgresSchema } from '../contract/drizzle-tables.js';
import { servers } from '../contract/servers.js';
import { openMariadb, openPglite, openPostgres, type OpenDatabase } from './drizzle-databases.js';

const POSTGRES = { bigint: 'bigint', double: 'double precision', instant: 'timestamp(3)', text: 'varchar' };
const MARIADB = { bigint: 'bigint', double: 'double', instant: 'datetime(3)', text: 'varchar(255)' };
const NOCASE = "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)";

type Opening = (url: string) => Promise<DrizzleDatabase>;

/** Opens a database with the tables of the contract, by its name: those that there are here. */
export const databases: Record<string, () => Promise<DrizzleDatabase>> = {
  PGlite: () => {
    const schema = postgresSchema();
    return withTables(openPglite(schema), { schema, returns: true }, createTables(POSTGRES));
  },
};

const SERVERS: Record<string, Opening> = {
  PostgreSQL: (url) => {
    const schema = postgresSchema();
    const tables = createTables({ ...POSTGRES, text: 'varchar COLLATE nocase' });
    return withTables(openPostgres(url, schema), { schema, returns: true }, [NOCASE, ...tables]);
  },
  MariaDB: (url) => {
    const schema = mysqlSchema();
    return withTables(openMariadb(url, schema), { schema, returns: false }, createTables(MARIADB));
  },
};

for (const [name, server] of Object.entries(servers)) {
  const open = SERVERS[name];
  if (open !== undefined && 'url' in server) databases[name] = () => open(server.url);
}

async function withTables(
  opening: Promise<OpenDatabase>,
  more: object,
  statements: readonly string[],
): Promise<DrizzleDatabase> {
  const database = await opening;
  for (const statement of statements) await database.run(statement);
  return { ...database, ...more } as DrizzleDatabase;
}
