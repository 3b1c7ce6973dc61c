import { scopedWhere } from 'nestjs-permissions/mikro-orm';
import { scopeNot, scopeWhere } from '../contract/scopes.js';
import type { Database } from './mikro-orm-databases.js';
import { VERSIONS, type Version } from './mikro-orm-versions.js';

type Row = Record<string, unknown>;

const COLORS = ['red', 'Blue', '1'];

/** Columns that every database has, by the name of their property. */
function columnsOf({ core, dialect, name }: Version): Record<string, Row> {
  class Lower extends core.Type<string | null, string | null> {
    override convertToDatabaseValue(value: string | null): string | null {
      return value?.toLowerCase() ?? value;
    }
  }
  const own: Record<string, Row> =
    dialect === 'postgres'
      ? {
          mood: { enum: true, items: COLORS, nativeEnumName: 'moods', type: 'string' },
          money: { type: 'decimal', precision: 12, scale: 2 },
          whole: { type: 'decimal', precision: 20, scale: 0 },
        }
      : {
          fine: { type: 'datetime', length: 6 },
          latin: { type: 'string' },
          large: { type: 'bigint', unsigned: true },
        };
  return {
    ...{ text: { type: 'string', fieldName: 'a text' }, long: { type: 'text' }, folded: { type: new Lower() } },
    ...{ flag: { type: 'boolean', fieldName: 'is flag' }, uuid: { type: 'uuid' }, day: { type: 'date' } },
    ...{ int: { type: 'integer' }, small: { type: 'smallint' }, tiny: { type: 'tinyint' }, double: { type: 'double' } },
    price: { type: new core.DecimalType('number'), precision: 12, scale: 2 },
    ...{ views: { type: new core.BigIntType('string') }, size: { type: 'bigint' } },
    counted: { type: new core.BigIntType('number') },
    color: { enum: true, items: COLORS, type: 'string' },
    level: { enum: true, items: [1, 2, 10], type: 'number' },
    ...{ at: { type: 'datetime', length: 3 }, second: { type: 'datetime' } },
    // PGlite has no such collations
    ...(name.endsWith('PGlite') ? {} : { nocase: { type: 'string' } }),
    ...own,
  };
}

/** What MikroORM does not know of its columns. */
function beyondMetadata({ name, dialect }: Version): string[] {
  if (name.endsWith('PGlite')) return [];
  if (dialect === 'postgres') return ['ALTER TABLE sample ALTER nocase TYPE varchar(255) COLLATE nocase'];
  return [
    'ALTER TABLE sample MODIFY nocase varchar(255) COLLATE utf8mb4_general_ci',
    'ALTER TABLE sample MODIFY latin varchar(255) CHARACTER SET latin1',
  ];
}

const UUIDS = ['0f8fad5b-d9cb-469f-a165-70867728950e', '00000000-0000-0000-0000-000000000000'];
const AT = [0, 1, 999, 1_000, 1_709_208_000_000, 1_709_208_000_500].map((time) => new Date(time));
const TEXTS = ['', 'a', 'A', 'a ', 'é', 'É', '1', '1abc', "o'neil", '?', '\\', '\\?'];
/** What is stored; every column also has a null. */
const STORED: Record<string, readonly unknown[]> = {
  ...{ text: TEXTS, long: TEXTS, nocase: TEXTS, latin: TEXTS, folded: TEXTS, flag: [true, false], uuid: UUIDS },
  ...{ int: [-1, 0, 1, 2_147_483_647], small: [-1, 0, 1], tiny: [0, 1, 2], double: [-1.5, 0.1, 1e-7, 1e300] },
  ...{ money: ['0', '1.5', '-0.05', '1000000000.01'], whole: ['0', '12345678901234567890'], price: [0, 1.5, -0.05] },
  ...{ views: ['0', '1', '-1', '4294967296'], size: [0n, 1n, -1n, 2n ** 53n + 1n], counted: [0, 1, -1, 4294967296] },
  ...{
    large: [0n, 1n, 2n ** 53n + 1n],
    color: COLORS,
    mood: COLORS,
    level: [1, 2, 10],
    day: ['1969-12-31', '2024-02-29'],
  },
  ...{ at: AT, fine: AT, second: AT.filter((date) => date.getTime() % 1_000 === 0) },
};
/** What rules compare with: each of them with each column. */
const ASKED = [
  ...TEXTS,
  ...['red', 'Red', 'blue', "it's", '0', '-1', '01', '1.5', '1.50', '1.0', '-0.05', '1e0', '4294967296', '-0', ' 1'],
  ...['0.00', '-0.00', '12345678901234567890', '012345678901234567890', '1000000000.010', '.5', '1000000000.01'],
  ...['99999999999999999999', '2024-02-29', '2024-2-29', '1970-01-01', 'true', 't', 'nul\0', 'lone\ud800', '\ufffd'],
  ...[...UUIDS, UUIDS[0]!.toUpperCase(), `{${UUIDS[1]!}}`],
  ...[0, -0, 1, 2, 10, -1, 1.5, 0.1, 1e-7, 1e300, 2_147_483_647, 3_000_000_000, 1999, -0.05, 4294967296, 1_000],
  ...[0n, 1n, -1n, 4294967296n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 70n],
  ...[true, false],
  ...AT,
];
const ORDERED = [
  'int',
  'small',
  'tiny',
  'level',
  'double',
  'price',
  'size',
  'counted',
  'large',
  'at',
  'second',
  'fine',
];

describe.each(VERSIONS)('columns, in $name', (version) => {
  const columns = columnsOf(version);
  const Sample = new version.core.EntitySchema<Row>({
    name: 'Sample',
    properties: {
      id: { type: 'integer', primary: true, autoincrement: false },
      ...Object.fromEntries(Object.entries(columns).map(([name, options]) => [name, { ...options, nullable: true }])),
    },
  });
  let database: Database;
  let rows: Row[];

  beforeAll(async () => {
    database = await version.open([Sample], { forceUtcTimezone: true });
    const em = database.orm.em.fork();
    for (const statement of beyondMetadata(version)) await em.getConnection().execute(statement);
    let id = 0;
    await em.insert(Sample, { id: ++id });
    for (const name of Object.keys(columns)) {
      for (const value of STORED[name]!) await em.insert(Sample, { id: ++id, [name]: value });
    }
    rows = await em.fork().find(Sample, {}, { orderBy: { id: 'asc' } });
  }, 60_000);
  afterAll(() => database.close());

  async function found(scope: ReturnType<typeof scopeWhere>): Promise<unknown[]> {
    const em = database.orm.em.fork();
    const where = scopedWhere(em.getRepository(Sample), scope);
    const options = { fields: ['id'] as never, orderBy: { id: 'asc' } } as const;
    return (await em.find(Sample, where, options)).map((row) => (row as Row)['id']);
  }

  it.each(Object.keys(columns))('%s finds in the database what it finds in memory', async (name) => {
    const values = ASKED.map((value) => ({ [name]: value }));
    const lists = [{ [name]: { in: ASKED } }, { [name]: { in: ASKED.slice(1, 9) } }];
    for (const where of [...values, { [name]: null }, ...lists]) {
      for (const scope of [scopeWhere(where), scopeNot(where)]) {
        const told = `${name}: ${String(Object.values(where)[0])}`;
        const expected = scope.filter(rows).map((row) => (row as Row)['id']);
        expect({ told, rows: await found(scope) }).toEqual({ told, rows: expected });
      }
    }
  });

  it.each(Object.keys(columns))('%s is ordered as in memory, or not at all', async (name) => {
    let ordered = 0;
    for (const value of ASKED.filter((each) => typeof each !== 'string' && typeof each !== 'boolean')) {
      for (const operator of ['gt', 'gte', 'lt', 'lte']) {
        const where = { [name]: { [operator]: value } };
        for (const scope of [scopeWhere(where), scopeNot(where)]) {
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
    expect(ordered > 0).toBe(ORDERED.includes(name));
  });

  it('a date that the database wrote with more than milliseconds is the date that the entity holds', async () => {
    const name = version.dialect === 'postgres' ? 'second' : 'fine';
    const { em } = database.orm;
    if (version.dialect === 'postgres') {
      await em.getConnection().execute('ALTER TABLE sample ALTER second TYPE timestamptz(6)');
    }
    await em.getConnection().execute(`INSERT INTO sample (id, ${name}) VALUES (9000, '2001-01-01 10:00:00.123456')`);
    const row = await em.fork().findOneOrFail(Sample, { id: 9_000 });
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
      expect((await found(scope)).includes(9_000)).toBe(holds);
    }
  });
});
