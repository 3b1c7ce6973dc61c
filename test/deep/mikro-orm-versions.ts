import * as core7 from '@mikro-orm/core';
import { MikroORM as MariaDb7 } from '@mikro-orm/mariadb';
import { MikroORM as PostgreSql7 } from '@mikro-orm/postgresql';
import { type Dialect, type Driver, onPglite, onServer, type OpenDatabase } from './mikro-orm-databases.js';
import * as orm6 from './mikro-orm-6/orm.js';

type Core = Pick<typeof core7, 'DecimalType' | 'BigIntType' | 'EntitySchema' | 'Type' | 'raw'>;

/** A version of MikroORM, on a database. */
export interface Version {
  readonly name: string;
  readonly database: string;
  readonly major: 6 | 7;
  readonly core: Core;
  readonly dialect: Dialect;
  readonly open: OpenDatabase;
  /** What pages are asked for together with their rows. */
  readonly populate: readonly string[];
}

const EVERY = ['tags', 'owner'];

const { DATABASE_URL, MARIADB_URL } = process.env;

function onServers(major: 6 | 7, core: Core, PostgreSql: Driver, MariaDb: Driver): Version[] {
  const on = (database: string, dialect: Dialect, driver: Driver, url: string | undefined): Version[] => {
    const name = `MikroORM ${String(major)}, ${database}`;
    // MikroORM 6 cannot ask MariaDB for a page with many of many where a value has a question mark, scope or not
    const populate = major === 6 && dialect === 'mariadb' ? ['owner'] : EVERY;
    if (url) return [{ name, database, major, core, dialect, populate, open: onServer(driver, dialect, url) }];
    process.stderr.write(`deep run: ${name} is left out, because no variable names a server\n`);
    return [];
  };
  return [...on('PostgreSQL', 'postgres', PostgreSql, DATABASE_URL), ...on('MariaDB', 'mariadb', MariaDb, MARIADB_URL)];
}

/** On every database there is here; MikroORM 6 has no driver for one inside of this process. */
export const VERSIONS: readonly Version[] = [
  {
    name: 'MikroORM 7, PGlite',
    database: 'PGlite',
    major: 7,
    core: core7,
    dialect: 'postgres',
    populate: EVERY,
    open: onPglite(PostgreSql7),
  },
  ...onServers(7, core7, PostgreSql7, MariaDb7),
  // what is used of it has the same shape
  ...onServers(6, orm6 as unknown as Core, orm6.PostgreSql, orm6.MariaDb),
];
