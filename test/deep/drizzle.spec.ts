import { describeScopeAdapter, type ScopeAdapter } from 'nestjs-permissions/testing';
import { createTables, DrizzleAdapter, type DrizzleDatabase } from '../contract/drizzle-adapter.js';
import { sqljsDatabase } from '../contract/drizzle-sqljs.js';
import { mysqlSchema, postgresSchema } from '../contract/drizzle-tables.js';
import { servers } from '../contract/servers.js';
import { describeInDepth } from './describe-in-depth.js';
import { openMariadb, openPglite, openPostgres, type OpenDatabase } from './drizzle-databases.js';

const POSTGRES = {
  bigint: 'bigint',
  double: 'double precision',
  instant: 'timestamp(3)',
  text: 'varchar COLLATE nocase',
};
const MARIADB = { bigint: 'bigint', double: 'double', instant: 'datetime(3)', text: 'varchar(255)' };
const NOCASE = "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)";

async function adapter(
  open: Promise<OpenDatabase>,
  schema: object,
  returns: boolean,
  statements: readonly string[],
): Promise<ScopeAdapter> {
  const database = await open;
  for (const statement of statements) await database.run(statement);
  return new DrizzleAdapter({ ...database, schema, returns } as DrizzleDatabase);
}

const suites: Record<string, () => Promise<ScopeAdapter>> = {
  PGlite: () => {
    const schema = postgresSchema();
    const tables = createTables({ ...POSTGRES, text: 'varchar' });
    return adapter(openPglite(schema), schema, true, tables);
  },
};
const { PostgreSQL: postgres, MariaDB: mariadb } = servers;
if (postgres !== undefined && 'url' in postgres) {
  suites['PostgreSQL'] = () => {
    const schema = postgresSchema();
    return adapter(openPostgres(postgres.url, schema), schema, true, [NOCASE, ...createTables(POSTGRES)]);
  };
}
if (mariadb !== undefined && 'url' in mariadb) {
  suites['MariaDB'] = () => {
    const schema = mysqlSchema();
    return adapter(openMariadb(mariadb.url, schema), schema, false, createTables(MARIADB));
  };
}

describeInDepth('Drizzle', suites, { junction: true });

// SQLite has no bigints that Drizzle compares as it reads them
describeScopeAdapter('Drizzle, sql.js', async () => new DrizzleAdapter(await sqljsDatabase()), {
  runs: 300,
  items: 220,
  junction: true,
  without: ['size'],
});
