import type { SQL, Table } from 'drizzle-orm';
import * as mysql from 'drizzle-orm/mysql-core';
import * as pg from 'drizzle-orm/pg-core';
import { drizzle as overSqljs } from 'drizzle-orm/sql-js';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { scopedWhere } from 'nestjs-permissions/drizzle';
import { openSqlJs } from '../contract/drizzle-sqljs.js';
import { scopeNot, scopeWhere } from '../contract/scopes.js';
import { servers } from '../contract/servers.js';
import { openMariadb, openPglite, openPostgres, type OpenDatabase } from './drizzle-databases.js';

type Row = Record<string, unknown>;
type Tested = pg.PgTable & Record<string, pg.PgColumn>;

const COLORS = ['red', 'Blue', '1'] as const;
const mood = pg.pgEnum('mood', COLORS);

const POSTGRES = pg.pgTable('samples', {
  id: pg.integer().primaryKey(),
  text: pg.text('a text'),
  nocase: pg.varchar(),
  flag: pg.boolean('is flag'),
  int: pg.integer(),
  small: pg.smallint(),
  views: pg.bigint({ mode: 'number' }),
  size: pg.bigint({ mode: 'bigint' }),
  double: pg.doublePrecision(),
  color: mood(),
  uuid: pg.uuid(),
  day: pg.date(),
  at: pg.timestamp(),
  zoned: pg.timestamp({ withTimezone: true, precision: 3 }),
});
const MARIADB = mysql.mysqlTable('samples', {
  id: mysql.int().primaryKey(),
  text: mysql.text('a text'),
  nocase: mysql.varchar({ length: 255 }),
  flag: mysql.boolean('is flag'),
  int: mysql.int(),
  small: mysql.smallint(),
  views: mysql.bigint({ mode: 'number' }),
  size: mysql.bigint({ mode: 'bigint' }),
  double: mysql.double(),
  color: mysql.mysqlEnum(COLORS),
  day: mysql.date({ mode: 'string' }),
  at: mysql.datetime({ fsp: 6 }),
  zoned: mysql.timestamp({ fsp: 3 }),
});
const SQLITE = sqlite.sqliteTable('samples', {
  id: sqlite.integer().primaryKey(),
  text: sqlite.text('a text'),
  nocase: sqlite.text(),
  flag: sqlite.integer('is flag', { mode: 'boolean' }),
  int: sqlite.integer(),
  double: sqlite.real(),
  color: sqlite.text({ enum: COLORS }),
  seconds: sqlite.integer({ mode: 'timestamp' }),
  at: sqlite.integer({ mode: 'timestamp_ms' }),
});

const UUIDS = ['0f8fad5b-d9cb-469f-a165-70867728950e', '00000000-0000-0000-0000-000000000000'];
const AT = [0, 1, 999, 1_000, 1_709_208_000_000, 1_709_208_000_500].map((time) => new Date(time));
const TEXTS = ['', 'a', 'A', 'a ', 'é', 'É', '1', '1abc', "o'neil", '\\', '日本'];
const INTEGERS = [-1, 0, 1, 32_767];
/** What is stored; every column also has a null. */
const STORED: Row = {
  text: TEXTS,
  nocase: TEXTS,
  flag: [true, false],
  int: [...INTEGERS, 2_147_483_647],
  small: INTEGERS,
  views: [...INTEGERS, 4_294_967_296, Number.MAX_SAFE_INTEGER],
  size: [0n, 1n, -1n, 4_294_967_296n, 2n ** 63n - 1n, 2n ** 53n + 1n],
  double: [-1.5, 0, 0.1, 1e-7, 1e300],
  color: COLORS,
  uuid: UUIDS,
  day: ['1969-12-31', '2024-02-29'],
  seconds: AT.filter((date) => date.getTime() % 1_000 === 0),
  at: AT,
  zoned: AT.slice(3),
};
/** What the database has, and Drizzle would not write: in SQL. */
const FOREIGN: Record<string, Record<string, readonly string[]>> = {
  PGlite: {
    double: ["'NaN'", "'Infinity'"],
    day: ["'infinity'"],
    at: ["'2001-01-01 10:00:00.123456'", "'1969-12-31 23:59:59.9995'"],
    zoned: ["'infinity'", "'-infinity'"],
  },
  MariaDB: { flag: ['2'], at: ["'2001-01-01 10:00:00.123456'", "'0000-00-00'"], day: ["'0000-00-00'"] },
  'sql.js': {
    flag: ['2'],
    int: ["'x'", '1.5'],
    double: ["'x'", '9e999'],
    seconds: ["'2001-01-01 10:00:00'", '1.5'],
    at: ["'x'"],
  },
};
FOREIGN['PostgreSQL'] = FOREIGN['PGlite'] as Record<string, readonly string[]>;
/** What rules compare with: each of them with each column. */
const ASKED = [
  ...TEXTS,
  ...['red', 'Red', 'blue', "it's", '0', '-1', '01', '1.5', '4294967296', '-0', ' 1', '99999999999999999999'],
  ...['2024-02-29', '2024-2-29', '2023-02-29', '1970-01-01', '1969-12-31', 'infinity', '0000-00-00', 'true', 't'],
  ...['nul\0', 'lone\ud800', '\ufffd', ...UUIDS, '0F8FAD5B-D9CB-469F-A165-70867728950E', `{${UUIDS[1] as string}}`],
  ...[0, -0, 1, 2, 10, -1, 1.5, 0.1, 1e-7, 2_147_483_647, 3_000_000_000, -0.05, 4_294_967_296, 1_000, 0.5, -0.5],
  ...[Number.MAX_SAFE_INTEGER, 0n, 1n, -1n, 4_294_967_296n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 70n],
  ...[true, false],
  ...[...AT, new Date(-1), new Date(1_500), new Date('2001-01-01T10:00:00.123Z')],
];

interface Samples extends OpenDatabase {
  readonly table: Tested;
}

async function opened(open: Promise<OpenDatabase>, table: Table, ...statements: string[]): Promise<Samples> {
  const database = await open;
  for (const statement of statements) await database.run(statement);
  return { ...database, table: table as Tested };
}

const postgresTables = [
  "CREATE TYPE mood AS ENUM ('red', 'Blue', '1', 'new')",
  `CREATE TABLE samples (id int PRIMARY KEY, "a text" text, nocase varchar, "is flag" boolean, int int, small smallint,
    views bigint, size bigint, double double precision, color mood, uuid uuid, day date, at timestamp,
    zoned timestamptz(3))`,
];
const databases: Record<string, () => Promise<Samples>> = {
  'sql.js': async () => {
    const client = await openSqlJs();
    return opened(
      Promise.resolve({
        db: overSqljs(client as never),
        run: (statement) => Promise.resolve(client.run(statement)),
        close: () => Promise.resolve(),
      }),
      SQLITE,
      `CREATE TABLE samples (id int PRIMARY KEY, "a text" text, nocase text COLLATE NOCASE, "is flag" integer, int integer,
        double real, color text, seconds integer, at integer)`,
    );
  },
  PGlite: () => opened(openPglite({}), POSTGRES, ...postgresTables),
};
const { PostgreSQL: postgres, MariaDB: mariadb } = servers;
if (postgres !== undefined && 'url' in postgres) {
  databases['PostgreSQL'] = () =>
    opened(
      openPostgres(postgres.url, {}),
      POSTGRES,
      "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
      ...postgresTables,
      'ALTER TABLE samples ALTER nocase TYPE varchar COLLATE nocase',
    );
}
if (mariadb !== undefined && 'url' in mariadb) {
  databases['MariaDB'] = () =>
    opened(
      openMariadb(mariadb.url, {}),
      MARIADB,
      "SET sql_mode = 'STRICT_TRANS_TABLES'",
      `CREATE TABLE samples (id int PRIMARY KEY, \`a text\` text COLLATE utf8mb4_bin, nocase varchar(255) COLLATE
        utf8mb4_general_ci, \`is flag\` boolean, \`int\` int, small smallint, views bigint, size bigint, \`double\` double,
        color enum('red', 'Blue', '1', 'new'), day date, at datetime(6), zoned timestamp(3) NULL)`,
    );
}

describe.each(Object.entries(databases))('columns of Drizzle, on %s', (name, open) => {
  let samples: Samples;
  let db: pg.PgDatabase<pg.PgQueryResultHKT>;
  let rows: Row[];
  const columns = Object.keys({ 'sql.js': SQLITE, MariaDB: MARIADB }[name] ?? POSTGRES).filter(
    (column) => column in STORED,
  );

  beforeAll(async () => {
    samples = await open();
    db = samples.db as typeof db;
    let id = 0;
    await db.insert(samples.table).values({ id: ++id } as never);
    const quote = name === 'MariaDB' ? '`' : '"';
    for (const column of columns) {
      for (const value of STORED[column] as unknown[]) {
        await db.insert(samples.table).values({ id: ++id, [column]: value } as never);
      }
      const { name: stored } = samples.table[column] as pg.PgColumn;
      for (const value of FOREIGN[name]?.[column] ?? []) {
        await samples.run(`INSERT INTO samples (id, ${quote}${stored}${quote}) VALUES (${String(++id)}, ${value})`);
      }
    }
    if (name !== 'sql.js') await samples.run("INSERT INTO samples (id, color) VALUES (9000, 'new')");
    rows = await db
      .select()
      .from(samples.table)
      .orderBy(samples.table['id'] as pg.PgColumn);
  }, 120_000);
  afterAll(() => samples.close());

  async function found(scope: ReturnType<typeof scopeWhere>): Promise<unknown[]> {
    const { table } = samples;
    const id = table['id'] as pg.PgColumn;
    // the types of the library are those of another copy of Drizzle
    const where: unknown = scopedWhere(samples.db as never, table as never, scope as never);
    return (
      await db
        .select({ id })
        .from(table)
        .where(where as SQL)
        .orderBy(id)
    ).map((row) => row.id);
  }

  it.each(columns)('%s finds in the database what it finds in memory', async (column) => {
    for (const operand of [...ASKED, 'new', null, { in: [...ASKED, 'new'] }, { in: ASKED.slice(1, 9) }]) {
      const where = { [column]: operand };
      for (const scope of [scopeWhere(where), scopeNot(where)]) {
        const told = `${column}: ${typeof operand} ${JSON.stringify(operand, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`;
        const expected = scope.filter(rows).map((row) => (row as Row)['id']);
        expect({ told, rows: await found(scope) }).toEqual({ told, rows: expected });
      }
    }
  });

  it.each(columns)('%s is ordered as in memory, or not at all', async (column) => {
    let ordered = 0;
    for (const value of ASKED.filter((each) => typeof each !== 'string' && typeof each !== 'boolean')) {
      for (const operator of ['gt', 'gte', 'lt', 'lte']) {
        const where = { [column]: { [operator]: value } };
        for (const scope of [scopeWhere(where), scopeNot(where)]) {
          const told = `${column} ${operator} ${String(value)}`;
          let ids: unknown[];
          try {
            ids = await found(scope);
          } catch (error) {
            expect({ told, message: (error as Error).message }).toMatchObject({
              message: expect.stringMatching(/cannot be ordered against/) as string,
            });
            continue;
          }
          ordered++;
          // what has no order in memory is on neither side in the database, also where not() would let it be
          const ordinary = rows.filter((row) => !isUnordered(row[column]));
          expect({ told, rows: ids }).toEqual({ told, rows: scope.filter(ordinary).map((row) => (row as Row)['id']) });
        }
      }
    }
    const orderable = ['int', 'small', 'views', 'size', 'double', 'seconds', 'at', 'zoned'];
    expect(ordered > 0).toBe(orderable.includes(column));
  });
});

function isUnordered(value: unknown): boolean {
  return value instanceof Date ? Number.isNaN(value.getTime()) : Number.isNaN(value) || typeof value === 'string';
}
