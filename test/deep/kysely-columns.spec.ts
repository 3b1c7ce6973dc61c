import { type Dialect, Kysely, sql } from 'kysely';
import type { Scope } from 'nestjs-permissions';
import { applyScope, type ColumnKind, describeTables, type Dialect as ScopeDialect } from 'nestjs-permissions/kysely';
import type { EmptyDatabase } from '../contract/kysely-adapter.js';
import { scopeNot, scopeWhere } from '../contract/scopes.js';
import { databases } from './kysely-databases.js';

type Row = Record<string, unknown>;
/** The type of a column, its kind, and what is stored in it, beside a null. */
type Column = readonly [type: string, kind: ColumnKind, stored: readonly unknown[]];

const UUIDS = ['0f8fad5b-d9cb-469f-a165-70867728950e', '00000000-0000-0000-0000-000000000000'];
const AT = [-62_135_596_800_000 + 32e12, 0, 1, 999, 1_000, 1_709_208_000_000, 1_709_208_000_500].map(
  (time) => new Date(time),
);
const TEXTS = ['', 'a', 'A', 'a ', 'é', 'É', '1', '1abc', "o'neil"];
const COLORS = ['red', 'Blue', '1'];
const LARGE = ['9223372036854775807', '-9223372036854775808', '9007199254740993'];

const COMMON: Readonly<Record<string, Column>> = {
  text: ['varchar(50)', 'text', TEXTS],
  long: ['text', 'text', [...TEXTS, '日本', '😀']],
  small: ['smallint', 'integer', [-1, 0, 1]],
  int: ['int', 'integer', [-1, 0, 1, 2_147_483_647]],
  double: ['double precision', 'float', [-1.5, 0, 0.1, 1e-7, 1e300]],
};
const OWN: Readonly<Record<ScopeDialect, Readonly<Record<string, Column>>>> = {
  sqlite: { nocase: ['text collate nocase', 'text', TEXTS], rtrim: ['text collate rtrim', 'text', TEXTS] },
  postgres: {
    nocase: ['text collate nocase', 'text', TEXTS],
    citext: ['citext', 'text', TEXTS],
    padded: ['char(3)', 'text', ['', 'a', 'A', '1']],
    flag: ['boolean', 'boolean', [true, false]],
    size: ['bigint', 'bigint', ['0', '1', '-1', '4294967296', ...LARGE]],
    money: ['numeric(12, 2)', 'decimal as string', ['0', '1.5', '-0.05', '1000000000.01']],
    loose: ['numeric', 'decimal as string', ['0', '1', '1.0', '1.50', '-2', 'NaN']],
    odd: ['double precision', 'float', ['NaN', 'Infinity', '-Infinity', 1]],
    uuid: ['uuid', 'uuid', UUIDS],
    mood: ['mood', 'enum', COLORS],
    zoned: ['timestamptz', 'instant', [...AT, '2001-01-01 10:00:00.123456Z', 'infinity', '-infinity']],
    local: ['timestamp', 'instant', AT],
  },
  mysql: {
    nocase: ['varchar(50) collate utf8mb4_general_ci', 'text', TEXTS],
    latin: ['varchar(50) character set latin1 collate latin1_swedish_ci', 'text', TEXTS],
    short: ['varchar(50) character set utf8mb3', 'text', TEXTS],
    padded: ['char(3)', 'text', ['', 'a', 'A', '1']],
    flag: ['boolean', 'boolean', [true, false]],
    size: ['bigint', 'bigint', ['0', '1', '-1', '4294967296', ...LARGE]],
    unsigned: ['bigint unsigned', 'bigint', ['0', '18446744073709551615']],
    money: ['decimal(12, 2)', 'decimal as string', ['0', '1.5', '-0.05', '1000000000.01']],
    price: ['decimal(30, 20)', 'decimal as string', ['0.1', '0.10000000000000000001']],
    uuid: ['uuid', 'uuid', UUIDS],
    mood: [`enum(${COLORS.map((color) => `'${color}'`).join()})`, 'enum', COLORS],
    fine: ['datetime(6)', 'instant', [...AT, '2001-01-01 10:00:00.123456']],
    coarse: ['datetime', 'instant', AT.filter((date) => date.getTime() % 1_000 === 0)],
  },
};
/** What rules compare with: each of them with each column. */
const ASKED = [
  ...[
    ...TEXTS,
    'a  ',
    '日本',
    '😀',
    ...COLORS,
    'Red',
    'blue',
    "it's",
    'NaN',
    '0',
    '-1',
    '01',
    '1.5',
    '1.50',
    '1.0',
    '-0.05',
  ],
  ...[
    '1e0',
    '4294967296',
    '-0',
    ' 1',
    '99999999999999999999',
    '0.00',
    '0.10000000000000000000',
    '1970-01-01',
    'true',
    't',
  ],
  ...['nul\0', 'lone\ud800', '\ufffd', ...LARGE, ...UUIDS, UUIDS[0]!.toUpperCase(), `{${UUIDS[1]!}}`],
  ...[
    0,
    -0,
    1,
    2,
    -1,
    1.5,
    -1.5,
    0.1,
    1e-7,
    1e300,
    -1e300,
    Infinity,
    -Infinity,
    2_147_483_647,
    3e9,
    2 ** 63,
    -(2 ** 63),
  ],
  ...[0n, 1n, -1n, 4294967296n, ...LARGE.map(BigInt), 2n ** 64n - 1n, 2n ** 64n, 2n ** 70n, -(2n ** 70n)],
  ...[true, false, ...AT, new Date('2001-01-01T10:00:00.123Z')],
];

describe.each(Object.entries(databases))('columns, with Kysely on %s', (_name, open) => {
  let database: EmptyDatabase;
  let db: Kysely<Record<'samples', Row>>;
  let rows: Row[];
  let columns: Readonly<Record<string, Column>>;
  let tables: ReturnType<typeof describeTables>;

  beforeAll(async () => {
    database = await open();
    db = new Kysely({ dialect: database.kysely as unknown as Dialect });
    columns = { ...COMMON, ...OWN[database.dialect] };
    if (database.dialect === 'postgres') await preparePostgres();
    const list = Object.entries(columns).map(([name, [type]]) => sql`${sql.id(name)} ${sql.raw(type)}`);
    await sql`create table samples (id int, ${sql.join(list)})`.execute(db);
    let id = 0;
    await db.insertInto('samples').values({ id: ++id }).execute();
    for (const [name, [, , stored]] of Object.entries(columns)) {
      for (const value of stored)
        await db
          .insertInto('samples')
          .values({ id: ++id, [name]: value })
          .execute();
    }
    rows = await db.selectFrom('samples').selectAll().orderBy('id').execute();
    const kinds = Object.entries(columns).map(([name, [, kind]]) => [name, kind]);
    tables = describeTables({
      dialect: database.dialect,
      tables: { samples: { columns: Object.fromEntries(kinds) } },
    });
  }, 60_000);
  afterAll(async () => {
    await db.destroy();
    await database.close?.();
  });

  async function preparePostgres(): Promise<void> {
    await sql`create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`.execute(db);
    await sql`create type mood as enum (${sql.join(COLORS.map((color) => sql.lit(color)))})`.execute(db);
    // PGlite has no extensions of its own
    const { rows: found } = await sql`select 1 from pg_available_extensions where name = 'citext'`.execute(db);
    if (found.length > 0) await sql`create extension citext`.execute(db);
    else columns = Object.fromEntries(Object.entries(columns).filter(([name]) => name !== 'citext'));
  }

  async function found(scope: Scope): Promise<unknown[]> {
    const query = db.selectFrom('samples as s').select('s.id').orderBy('s.id');
    // the library is compiled with the types of another version of Kysely
    const scoped = applyScope(query as never, scope, tables) as typeof query;
    return (await scoped.execute()).map((row) => row.id);
  }

  it('finds in the database what it finds in memory', async () => {
    let judged = 0;
    for (const name of Object.keys(columns)) {
      // which is refused for dates
      const asked = ASKED.filter((value) => columns[name]![1] !== 'instant' || Math.abs(Number(value)) !== Infinity);
      const values = asked.map((value) => ({ [name]: value }));
      for (const where of [
        ...values,
        { [name]: null },
        { [name]: { in: asked } },
        { [name]: { in: asked.slice(1, 9) } },
      ]) {
        for (const scope of [scopeWhere(where), scopeNot(where)]) {
          const told = `${name}: ${String(Object.values(where)[0])}`;
          const expected = scope.filter(rows).map((row) => (row as Row)['id']);
          expect({ told, rows: await found(scope) }).toEqual({ told, rows: expected });
          judged += rows.length;
        }
      }
    }
    process.stderr.write(`deep run: ${String(judged)} rows judged by single comparisons\n`);
  });

  it('orders as in memory, or not at all', async () => {
    const ordered = new Set<string>();
    for (const name of Object.keys(columns)) {
      for (const value of ASKED.filter((each) => typeof each !== 'string' && typeof each !== 'boolean')) {
        for (const operator of ['gt', 'gte', 'lt', 'lte']) {
          const told = `${name} ${operator} ${String(value)}`;
          const scope = scopeWhere({ [name]: { [operator]: value } });
          let ids: unknown[];
          try {
            ids = await found(scope);
          } catch (error) {
            expect({ told, message: (error as Error).message }).toMatchObject({
              message: expect.stringMatching(/cannot be ordered against/) as string,
            });
            continue;
          }
          ordered.add(name);
          expect({ told, rows: ids }).toEqual({ told, rows: scope.filter(rows).map((row) => (row as Row)['id']) });
        }
      }
    }
    const orderable = Object.keys(columns).filter((name) =>
      ['integer', 'float', 'bigint', 'instant'].includes(columns[name]![1]),
    );
    expect([...ordered]).toEqual(orderable);
  });
});
