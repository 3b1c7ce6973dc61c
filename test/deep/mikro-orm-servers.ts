import { type Driver, onServer, type OpenDatabase } from './mikro-orm-databases.js';

const { DATABASE_URL, MARIADB_URL } = process.env;

/** The servers that the environment names, for the drivers of one version of MikroORM. */
export function mikroOrmServers(drivers: { readonly PostgreSql: Driver; readonly MariaDb: Driver }) {
  const servers: Record<string, OpenDatabase> = {};
  if (DATABASE_URL) servers['PostgreSQL'] = onServer(drivers.PostgreSql, 'postgres', DATABASE_URL);
  else process.stderr.write('deep run: PostgreSQL is left out, because DATABASE_URL is not set\n');
  if (MARIADB_URL) servers['MariaDB'] = onServer(drivers.MariaDb, 'mariadb', MARIADB_URL);
  else process.stderr.write('deep run: MariaDB is left out, because MARIADB_URL is not set\n');
  return servers;
}
