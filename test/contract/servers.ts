import type { Server } from './databases.js';

const { DATABASE_URL, MARIADB_URL } = process.env;

/** Where the contract runs: on sql.js always, on servers where the environment names them. */
export const servers: Record<string, Server> = { 'sql.js': { type: 'sqljs' } };

if (DATABASE_URL) servers['PostgreSQL'] = { type: 'postgres', url: DATABASE_URL };
else process.stderr.write('contract: PostgreSQL is left out, because DATABASE_URL is not set\n');
if (MARIADB_URL) servers['MariaDB'] = { type: 'mariadb', url: MARIADB_URL };
else process.stderr.write('contract: MariaDB is left out, because MARIADB_URL is not set\n');
