import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/prisma';
import { scopeNot, scopeWhere } from '../contract/scopes.js';
import { onMysql, onPostgres, type Opened } from './prisma/databases.js';

type Row = Record<string, unknown>;

const UUIDS = ['0f8fad5b-d9cb-469f-a165-70867728950e', '00000000-0000-0000-0000-000000000000'];
const TEXTS = ['', 'a', 'A', 'a ', 'é', 'É', '1', '1abc', "o'neil", '\ufffd'];
const AT = [-1, 0, 1, 999, 1_000, 1_709_208_000_000, 1_709_208_000_500].map((time) => new Date(time));
const DAYS = ['1969-12-31', '1970-01-01', '2024-02-29'].map((day) => new Date(day));
const [WHOLE, DOUBLES] = [
  [-1, 0, 1, 32_767],
  [-1.5, 0, 0.1, 0.1 + 0.2, 1e-7, 2 ** 53 - 1],
];

/** What is stored; every field also has a null. */
const STORED: Row = {
  ...{ text: TEXTS, long: TEXTS, short: TEXTS, uuid: UUIDS, flag: [true, false], color: ['red', 'Blue', 'one'] },
  ...{ int: [...WHOLE, 2_147_483_647, -2_147_483_648], medium: WHOLE, small: [...WHOLE, -32_768], double: DOUBLES },
  ...{ size: [-1n, 0n, 1n, 2n ** 53n + 1n, 2n ** 63n - 1n], at: AT, fine: AT, zoned: AT.slice(2), day: DAYS },
};
/** What rules compare with: each of them with each field. */
const ASKED = [
  ...[
    ...TEXTS,
    ...UUIDS,
    UUIDS[0]!.toUpperCase(),
    'red',
    'Red',
    'blue',
    'one',
    'ONE',
    '2024-02-29',
    'nul\0',
    'half\ud800',
  ],
  ...[...DOUBLES, -0, 2, 1.5, -0.5, 32_768, -32_769, 2_147_483_647, 3_000_000_000, -3_000_000_000],
  ...[0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, -(2n ** 70n), true, false, ...AT, ...DAYS],
  ...['0001-01-02', '2024-02-29T12:00:00.001Z', '9999-12-30'].map((date) => new Date(date)),
];
const REFUSED = {
  PostgreSQL: ['char', 'folded', 'real', 'oid', 'time', 'decimal', 'json', 'bytes', 'list', 'colors'],
  MySQL: ['text', 'long', 'char', 'unsigned', 'real', 'time', 'decimal', 'json', 'bytes'],
};
const ON_MYSQL = ['flag', 'int', 'medium', 'small', 'size', 'double', 'color', 'at', 'fine', 'zoned', 'day'];
const ON_POSTGRES = ['text', 'long', 'short', 'uuid', ...ON_MYSQL.filter((name) => name !== 'medium')];

describe.each([
  ...Object.entries(onPostgres).map(([name, open]) => [name, open, ON_POSTGRES, REFUSED.PostgreSQL] as const),
  ...Object.entries(onMysql).map(([name, open]) => [name, open, ON_MYSQL, REFUSED.MySQL] as const),
])('fields of Prisma, on %s', (name, open, fields, refused) => {
  let database: Opened;
  let rows: Row[];

  beforeAll(async () => {
    database = await open();
    const { sample } = database.client;
    const data = fields.flatMap((field) => (STORED[field] as unknown[]).map((value) => ({ [field]: value })));
    await sample.createMany({ data: [{}, ...data].map((row, index) => ({ ...row, id: index + 1 })) });
    rows = await sample.findMany({ orderBy: { id: 'asc' } });
  });
  afterAll(() => database.close());

  async function found(scope: Scope): Promise<unknown[]> {
    const { sample } = database.client;
    const where = scopedWhere(sample, scope);
    return (await sample.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id);
  }

  it.each(fields)('[SEC-179] %s finds in the database what it finds in memory', async (field) => {
    const values = ASKED.map((value) => ({ [field]: value }));
    const lists = [ASKED, ASKED.slice(1, 9), [true, 0, 1, 0n, 'red', AT[1]]].map((list) => ({ [field]: { in: list } }));
    for (const where of [...values, ...lists, { [field]: null }]) {
      for (const scope of [scopeWhere(where), scopeNot(where)]) {
        const told = `${field}: ${String(Object.values(where)[0])}`;
        const expected = scope.filter(rows).map((row) => (row as Row)['id']);
        expect({ told, rows: await found(scope) }).toEqual({ told, rows: expected });
      }
    }
  });

  it.each(fields)('%s is ordered as in memory, or not at all', async (field) => {
    let ordered = 0;
    for (const value of ASKED.filter((each) => typeof each !== 'string' && typeof each !== 'boolean')) {
      for (const operator of ['gt', 'gte', 'lt', 'lte']) {
        const where = { [field]: { [operator]: value } };
        for (const scope of [scopeWhere(where), scopeNot(where)]) {
          const told = `${field} ${operator} ${String(value)}`;
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
    expect(ordered > 0).toBe(!['text', 'long', 'short', 'uuid', 'flag', 'color'].includes(field));
  });

  it.each(refused)('%s is refused', (field) => {
    expect(() => scopedWhere(database.client.sample, scopeWhere({ [field]: 'a' }))).toThrow(
      new RegExp(`^Sample\\.${field} is of type `),
    );
  });

  it('[SEC-179] an instant that the database knows better is the one that a row holds', async () => {
    const { client } = database;
    for (const [index, written] of ['2001-01-01 10:00:00.123456', '1969-12-31 23:59:59.999999'].entries()) {
      const id = 9_000 + index;
      await client.$executeRawUnsafe(`INSERT INTO samples (id, fine) VALUES (${id}, '${written}')`);
      const row = await client.sample.findUniqueOrThrow({ where: { id } });
      for (const [condition, holds] of [
        [row.fine, true],
        [{ not: row.fine }, false],
        [{ gt: row.fine }, false],
        [{ gte: row.fine }, true],
        [{ lt: row.fine }, false],
        [{ lte: row.fine }, true],
      ] as const) {
        const scope = scopeWhere({ fine: condition });
        expect(scope.matches(row)).toBe(holds);
        expect(await client.sample.count({ where: scopedWhere(client.sample, scope, { id }) })).toBe(Number(holds));
      }
      await client.sample.delete({ where: { id } });
    }
  });

  it('what only SQL can write counts as what a row holds of it', async () => {
    const { client } = database;
    const [field, written] = name === 'MariaDB' ? (['flag', '2'] as const) : (['double', `'NaN'`] as const);
    const column = name === 'MariaDB' ? field : `"${field}"`;
    await client.$executeRawUnsafe(`INSERT INTO samples (id, ${column}) VALUES (9000, ${written})`);
    const row = await client.sample.findUniqueOrThrow({ where: { id: 9_000 } });
    const conditions = {
      flag: [true, false, { not: true }, { not: false }],
      double: [1, { gt: 1 }, { gte: 1 }, { lt: 1 }],
    };
    for (const condition of conditions[field]) {
      const scope = scopeWhere({ [field]: condition });
      const where = scopedWhere(client.sample, scope, { id: 9_000 });
      expect([condition, await client.sample.count({ where })]).toEqual([condition, Number(scope.matches(row))]);
    }
    await client.sample.delete({ where: { id: 9_000 } });
  });
});
