import { type DataSource, EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { applyScope, scopedWhere } from 'nestjs-permissions/typeorm';
import { closeDatabase, openDatabase, type Server } from './databases.js';
import { scopeNot, scopeWhere } from './scopes.js';
import { servers } from './servers.js';

type Row = Record<string, unknown>;

const upper = { to: (value: string | null) => value?.toLowerCase(), from: (value: string | null) => value };
const parsed = {
  to: (value: unknown) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};
const bigints = {
  to: (value: unknown) => value,
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};
const COLORS = ['red', 'Blue', '1'];

/** Columns that every database has, by the name of their property. */
const COMMON: Record<string, EntitySchemaColumnOptions> = {
  text: { type: 'varchar', name: 'a text' },
  long: { type: 'text' },
  folded: { type: 'varchar', transformer: upper },
  flag: { type: Boolean, name: 'is flag' },
  int: { type: 'int' },
  small: { type: 'smallint' },
  plain: { type: Number },
  double: { type: 'double precision' },
  money: { type: 'decimal', precision: 12, scale: 2 },
  price: { type: 'decimal', precision: 12, scale: 2, transformer: parsed },
  views: { type: 'bigint' },
  size: { type: 'bigint', transformer: bigints },
  color: { type: 'simple-enum', enum: COLORS },
  level: { type: 'simple-enum', enum: [1, 2, 10] },
  day: { type: 'date' },
  at: { type: Date },
};
const OWN: Record<Server['type'], Record<string, EntitySchemaColumnOptions>> = {
  sqljs: { nocase: { type: 'varchar', collation: 'NOCASE' } },
  postgres: {
    uuid: { type: 'uuid' },
    mood: { type: 'enum', enum: COLORS },
    zoned: { type: 'timestamptz' },
    loose: { type: 'numeric' },
    nocase: { type: 'varchar', collation: 'nocase' },
    bool: { type: 'boolean' },
  },
  mariadb: {
    uuid: { type: 'uuid' },
    mood: { type: 'enum', enum: COLORS },
    fine: { type: 'datetime', precision: 6 },
    nocase: { type: 'varchar', collation: 'utf8mb4_general_ci' },
    latin: { type: 'varchar', charset: 'latin1', collation: 'latin1_swedish_ci' },
  },
};

const UUIDS = ['0f8fad5b-d9cb-469f-a165-70867728950e', '00000000-0000-0000-0000-000000000000'];
const AT = [0, 1, 999, 1_000, 1_709_208_000_000, 1_709_208_000_500].map((time) => new Date(time));
const TEXTS = ['', 'a', 'A', 'a ', 'é', 'É', '1', '1abc', "o'neil"];
/** What is stored; every column also has a null. */
const STORED: Row = {
  text: TEXTS,
  long: TEXTS,
  nocase: TEXTS,
  latin: TEXTS,
  folded: TEXTS,
  flag: [true, false],
  bool: [true, false],
  int: [-1, 0, 1, 2_147_483_647],
  small: [-1, 0, 1],
  plain: [-1, 0, 1],
  double: [-1.5, 0.1, 1e-7, 1e300],
  money: ['0', '1.5', '-0.05', '1000000000.01'],
  price: [0, 1.5, -0.05],
  loose: ['0', '1', '1.0', '1.50', '-2'],
  views: ['0', '1', '-1', '4294967296'],
  size: [0n, 1n, -1n, 4294967296n],
  color: COLORS,
  mood: COLORS,
  level: [1, 2, 10],
  day: ['1969-12-31', '2024-02-29'],
  at: AT.filter((date) => date.getTime() % 1_000 === 0),
  zoned: AT,
  fine: AT,
  uuid: UUIDS,
};
/** What rules compare with: each of them with each column. */
const ASKED = [
  ...TEXTS,
  ...['red', 'Red', 'blue', "it's", '0', '-1', '01', '1.5', '1.50', '1.0', '-0.05', '1e0', '4294967296', '-0', ' 1'],
  ...['99999999999999999999', '2024-02-29', '2024-2-29', '1970-01-01', 'true', 't', 'nul\0', 'lone\ud800', '\ufffd'],
  ...[...UUIDS, UUIDS[0]!.toUpperCase(), `{${UUIDS[1]!}}`],
  ...[0, -0, 1, 2, 10, -1, 1.5, 0.1, 1e-7, 1e300, 2_147_483_647, 3_000_000_000, 1999, -0.05, 4294967296, 1_000],
  ...[0n, 1n, -1n, 4294967296n, 2n ** 70n],
  ...[true, false],
  ...AT,
];

function schemaFor({ type }: Server): EntitySchema<Row> {
  const columns = { ...COMMON, ...OWN[type] };
  return new EntitySchema<Row>({
    name: 'Sample',
    columns: {
      id: { type: 'int', primary: true },
      ...Object.fromEntries(Object.entries(columns).map(([name, options]) => [name, { ...options, nullable: true }])),
    },
  });
}

describe.each(Object.entries(servers))('columns, on %s', (_name, server) => {
  let database: DataSource;
  let rows: Row[];
  const columns = Object.keys({ ...COMMON, ...OWN[server.type] });

  beforeAll(async () => {
    database = await openDatabase(server, [schemaFor(server)]);
    const samples = database.getRepository('Sample');
    let id = 0;
    await samples.insert({ id: ++id });
    for (const name of columns) {
      for (const value of STORED[name] as unknown[]) await samples.insert({ id: ++id, [name]: value });
    }
    rows = await samples.find({ order: { id: 'ASC' } });
  }, 60_000);
  afterAll(() => closeDatabase(database));

  async function found(scope: ReturnType<typeof scopeWhere>): Promise<unknown[]> {
    const query = database.getRepository('Sample').createQueryBuilder('s').select('s.id', 'id').orderBy('s.id');
    // thousands of queries: entities would take as long to make as the rows to find
    return (await applyScope(query, scope).getRawMany<Row>()).map((row) => row['id']);
  }

  it.each(columns)('%s finds in the database what it finds in memory', async (name) => {
    const values = ASKED.map((value) => ({ [name]: value }));
    for (const where of [
      ...values,
      { [name]: null },
      { [name]: { in: ASKED } },
      { [name]: { in: ASKED.slice(1, 9) } },
    ]) {
      for (const scope of [scopeWhere(where), scopeNot(where)]) {
        const told = `${name}: ${String(Object.values(where)[0])}`;
        const expected = scope.filter(rows).map((row) => (row as Row)['id']);
        expect({ told, rows: await found(scope) }).toEqual({ told, rows: expected });
      }
    }
  });

  it.each(columns)('%s is ordered as in memory, or not at all', async (name) => {
    let ordered = 0;
    for (const value of ASKED.filter((each) => typeof each !== 'string' && typeof each !== 'boolean')) {
      for (const operator of ['gt', 'gte', 'lt', 'lte']) {
        for (const scope of [
          scopeWhere({ [name]: { [operator]: value } }),
          scopeNot({ [name]: { [operator]: value } }),
        ]) {
          const told = `${name} ${operator} ${String(value)}`;
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
          expect({ told, rows: ids }).toEqual({ told, rows: scope.filter(rows).map((row) => (row as Row)['id']) });
        }
      }
    }
    const orderable = ['int', 'small', 'plain', 'double', 'price', 'size', 'at', 'zoned', 'fine'];
    const onSqlite = server.type === 'sqljs' ? ['views', 'money'] : [];
    expect(ordered > 0).toBe([...orderable, ...onSqlite].includes(name));
  });

  it('a date that the database wrote with more than milliseconds is the date that the entity holds', async () => {
    const samples = database.getRepository('Sample');
    const name = { sqljs: 'at', postgres: 'zoned', mariadb: 'fine' }[server.type];
    const { tableName } = samples.metadata;
    const column = database.driver.escape(name);
    const written = {
      sqljs: '2001-01-01 10:00:00',
      postgres: '2001-01-01 10:00:00.123456Z',
      mariadb: '2001-01-01 10:00:00.123456',
    };
    await samples.insert({ id: 9_000 });
    await database.query(
      `UPDATE ${database.driver.escape(tableName)} SET ${column} = '${written[server.type]}' WHERE id = 9000`,
    );
    const row = await samples.findOneByOrFail({ id: 9_000 });
    const date = row[name] as Date;
    for (const [where, holds] of [
      [{ [name]: date }, true],
      [{ [name]: { not: date } }, false],
      [{ [name]: { gt: date } }, false],
      [{ [name]: { gte: date } }, true],
      [{ [name]: { lt: date } }, false],
      [{ [name]: { lte: date } }, true],
    ] as const) {
      const scope = scopeWhere<Row>(where);
      expect(scope.matches(row)).toBe(holds);
      expect(await samples.existsBy(scopedWhere(samples, scope, { id: 9_000 }))).toBe(holds);
    }
    await samples.delete({ id: 9_000 });
  });
});
