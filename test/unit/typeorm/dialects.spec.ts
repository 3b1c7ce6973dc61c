import {
  ChildEntity,
  DataSource,
  type DataSourceOptions,
  Entity,
  EntitySchema,
  type EntitySchemaColumnOptions,
  ManyToOne,
  PrimaryColumn,
  TableInheritance,
} from 'typeorm';
import { applyScope, scopedWhere } from 'nestjs-permissions/typeorm';
import { scopeNot, scopeOr, scopeWhere } from '../../contract/scopes.js';

const twice = { to: (value: number) => value * 2, from: (value: number) => value / 2 };
const same = { to: (value: unknown) => value, from: (value: unknown) => value };
const numbers = { to: (value: number) => value, from: Number };

const COLUMNS: Record<string, EntitySchemaColumnOptions> = {
  id: { type: 'int', primary: true },
  name: { type: 'varchar' },
  flag: { type: 'boolean' },
  views: { type: 'bigint' },
  price: { type: 'decimal' },
  rate: { type: 'decimal', transformer: numbers },
  doubled: { type: 'int', transformer: twice },
  day: { type: 'date' },
  kind: { type: 'simple-enum', enum: ['a', 'b'] },
  json: { type: 'simple-json' },
  list: { type: 'simple-array' },
  data: { type: 'json' },
};
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const NAMED: Record<string, Record<string, EntitySchemaColumnOptions>> = {
  postgres: {
    nocase: { type: 'varchar', collation: 'nocase' },
    at: { type: 'timestamptz' },
    uuid: { type: 'uuid' },
    folded: { type: 'citext' },
    many: { type: 'int', array: true },
    dim: { type: 'real' },
    code: { type: 'char' },
  },
  mysql: {
    blob: { type: Buffer as never },
    latin: { type: 'varchar', charset: 'latin1' },
    utf: { type: 'varchar', charset: 'utf8mb4' },
    dim: { type: 'float' },
  },
  sqljs: {
    code: { type: 'character' },
    at: { type: 'datetime', transformer: same },
    counted: { type: 'int', virtualProperty: true, query: () => '1' },
  },
};

/** A data source that knows its entities and is not connected. */
async function offline(type: string, options: object = {}): Promise<DataSource> {
  const schema = new EntitySchema({
    name: 'Sample',
    columns: { ...COLUMNS, ...NAMED[type] },
    embeddeds: { address: { schema: new EntitySchema({ name: 'Address', columns: { city: { type: 'varchar' } } }) } },
  });
  const source = new DataSource({
    type,
    database: 'none',
    entities: [schema],
    ...options,
  } as unknown as DataSourceOptions);
  await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  return source;
}

/** The conditions of a query under this scope, with the values in their places. */
function sqlOf(source: DataSource, scope: ReturnType<typeof scopeWhere>): string {
  const [sql, values] = applyScope(
    source.getRepository('Sample').createQueryBuilder('s'),
    scope,
  ).getQueryAndParameters();
  let next = 0;
  const where = sql.slice(sql.indexOf(' WHERE ') + 7);
  return where.replace(/\$(\d+)|\?/g, (_, place?: string) => {
    const value = values[place === undefined ? next++ : Number(place) - 1] as unknown;
    return `<${value instanceof Date ? value.toISOString() : `${String(value)} ${typeof value}`}>`;
  });
}

@Entity()
@TableInheritance({ column: { type: 'varchar', name: 'kind' } })
class Animal {
  @PrimaryColumn()
  id!: number;
}

@ChildEntity()
class Cat extends Animal {}

@Entity()
class Owner {
  @PrimaryColumn()
  id!: number;

  @ManyToOne(() => Cat)
  cat!: Cat;
}

describe('what a scope says to', () => {
  it.each<[string, object, string]>([
    [
      'mysql',
      { name: 'a' },
      '(`s`.`name` = <a string> AND CAST(CONVERT(`s`.`name` USING utf8mb4) AS BINARY) = CAST(CONVERT(<a string> USING utf8mb4) AS BINARY))',
    ],
    [
      'mysql',
      { utf: { in: ['a', 'b'] } },
      '(`s`.`utf` IN (<a string>, <b string>) AND CAST(CONVERT(`s`.`utf` USING utf8mb4) AS BINARY) IN (CAST(CONVERT(<a string> USING utf8mb4) AS BINARY), CAST(CONVERT(<b string> USING utf8mb4) AS BINARY)))',
    ],
    [
      'mysql',
      { latin: 'a' },
      'CAST(CONVERT(`s`.`latin` USING utf8mb4) AS BINARY) = CAST(CONVERT(<a string> USING utf8mb4) AS BINARY)',
    ],
    ['mysql', { views: '9007199254740993' }, '`s`.`views` = <9007199254740993 bigint>'],
    ['mysql', { id: 3 }, '`s`.`id` = <3 bigint>'],
    [
      'mysql',
      { price: '1.50' },
      '(`s`.`price` = CAST(<1.50 string> AS DECIMAL(65, 30)) AND CAST(`s`.`price` AS CHAR) = <1.50 string>)',
    ],
    ['mysql', { rate: { gt: 1.5 } }, '`s`.`rate` > CAST(<1.5 string> AS DECIMAL(65, 30))'],
    ['mysql', { day: '2024-02-29' }, '`s`.`day` = <2024-02-29 string>'],
    ['postgres', { id: 3 }, '"s"."id" = CAST(<3 string> AS bigint)'],
    ['postgres', { id: { gte: 1.5 } }, '"s"."id" > CAST(<1 string> AS bigint)'],
    ['postgres', { id: { lt: 1.5 } }, '"s"."id" <= CAST(<1 string> AS bigint)'],
    ['postgres', { id: { lte: 1e300 } }, '"s"."id" <= CAST(<9007199254740991 string> AS bigint)'],
    ['postgres', { name: 'a' }, '"s"."name" = <a string>'],
    ['postgres', { name: 'nul\0' }, '1=0'],
    ['postgres', { nocase: 'a' }, '("s"."nocase" = <a string> AND "s"."nocase" COLLATE "C" = <a string>)'],
    ['postgres', { kind: 'a' }, '"s"."kind" = <a string>'],
    ['postgres', { kind: 'c' }, '1=0'],
    ['postgres', { uuid: 'no uuid' }, '1=0'],
    ['postgres', { day: '2024-02-29' }, '"s"."day" = CAST(<2024-02-29 string> AS date)'],
    [
      'postgres',
      { price: '1.5' },
      '("s"."price" = CAST(<1.5 string> AS numeric) AND CAST("s"."price" AS text) = <1.5 string>)',
    ],
    ['postgres', { rate: 1.5 }, '"s"."rate" = CAST(<1.5 string> AS numeric)'],
    ['postgres', { rate: 'x' }, '1=0'],
    ['postgres', { views: '99999999999999999999' }, '1=0'],
    ['postgres', { views: 'x' }, '1=0'],
    ['postgres', { views: '1' }, '"s"."views" = CAST(<1 string> AS bigint)'],
    ['postgres', { uuid: UUID }, `"s"."uuid" = <${UUID} string>`],
    ['postgres', { uuid: UUID.toUpperCase() }, '1=0'],
    ['postgres', { flag: 'yes' }, '1=0'],
    ['postgres', { flag: true }, '"s"."flag" = <true boolean>'],
    [
      'postgres',
      { at: new Date(0) },
      '("s"."at" >= <1970-01-01T00:00:00.000Z> AND "s"."at" < <1970-01-01T00:00:00.001Z>)',
    ],
    ['postgres', { at: { lte: new Date(0) } }, '"s"."at" < <1970-01-01T00:00:00.001Z>'],
    ['postgres', { at: 'yesterday' }, '1=0'],
    ['sqljs', { name: 'a' }, '"s"."name" COLLATE BINARY = <a string>'],
    ['sqljs', { doubled: 4 }, '"s"."doubled" = 8'],
    ['sqljs', { flag: true }, '"s"."flag" = 1'],
    ['sqljs', { flag: 'true' }, '1=0'],
    ['sqljs', { id: '1abc' }, '1=0'],
    ['sqljs', { id: 1e300 }, '1=0'],
  ])('%s for %p', async (type, where, expected) => {
    expect(sqlOf(await offline(type), scopeWhere(where))).toBe(expected);
  });

  it('the same in find options, under a name of its own', async () => {
    const samples = (await offline('sqljs')).getRepository('Sample');
    const where = scopedWhere(samples, scopeOr({ id: 1 }, { name: 'a' }));
    const [sql, values] = samples.createQueryBuilder('x').setFindOptions({ where }).getQueryAndParameters();
    expect(sql).toContain('"x"."id" = 1 OR "x"."name" COLLATE BINARY = ?');
    expect(values).toEqual(['a']);
  });

  it('a data source that reads bigints as numbers', async () => {
    for (const [type, option] of [
      ['postgres', { parseInt8: true }],
      ['mysql', { bigNumberStrings: false }],
    ] as const) {
      const source = await offline(type, option);
      expect(sqlOf(source, scopeWhere({ views: '1' }))).toBe('1=0');
      expect(sqlOf(source, scopeNot({ views: { gt: 1 } }))).toMatch(/views. <= .*<1 (string|bigint)>.* OR .*IS NULL/);
    }
  });

  it.each<[string, object, RegExp]>([
    ['sqljs', { json: 'a' }, /Sample\.json is a column of type simple-json, .*of type varchar/],
    ['sqljs', { list: 'a' }, /Sample\.list is a column of type simple-array/],
    ['sqljs', { data: null }, /Sample\.data is a column of type json/],
    ['sqljs', { code: 'a' }, /Sample\.code is a column of type character/],
    ['sqljs', { at: new Date() }, /Sample\.at is a date behind a transformer/],
    ['sqljs', { counted: 1 }, /Sample\.counted is a column of type int/],
    ['sqljs', { address: { city: 'a' } }, /Sample\.address is embedded.*a column of its own/],
    ['sqljs', { doubled: { gt: 1 } }, /Sample\.doubled cannot be ordered against 1 \(number\)/],
    ['postgres', { folded: 'a' }, /Sample\.folded is a column of type citext/],
    ['postgres', { many: 1 }, /Sample\.many is a column of type int/],
    ['postgres', { dim: 1 }, /Sample\.dim is a column of type real/],
    [
      'postgres',
      { views: { gt: 1 } },
      /Sample\.views cannot be ordered against 1 \(number\).*give the column a transformer/,
    ],
    ['postgres', { day: { gt: new Date() } }, /Sample\.day cannot be ordered/],
    ['postgres', { code: 'a' }, /Sample\.code is a column of type char,/],
    ['mysql', { blob: 'a' }, /Sample\.blob is a column of type Buffer/],
    ['mysql', { dim: 1 }, /Sample\.dim is a column of type float/],
    ['mysql', { price: { lt: 1 } }, /Sample\.price cannot be ordered/],
  ])('%s is refused for %p', async (type, where, message) => {
    const source = await offline(type);
    expect(() => sqlOf(source, scopeWhere(where))).toThrow(message);
  });

  it('a database of which it is not known how it compares, is refused', async () => {
    const source = await offline('sqljs');
    Object.assign(source.options, { type: 'oracle' });
    expect(() => sqlOf(source, scopeWhere({ id: 1 }))).toThrow(/cannot be said to oracle.*scope\.filter\(\)/);
  });

  it('a relation to one of several entities of a table is refused', async () => {
    const source = new DataSource({ type: 'sqljs', entities: [Animal, Cat, Owner] });
    await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
    const query = source.getRepository(Owner).createQueryBuilder('o');
    expect(() => applyScope(query, scopeWhere({ cat: { id: 1 } }))).toThrow(
      /Owner\.cat leads to a table of several entities/,
    );
  });

  it('an entity without a column of its own is refused', async () => {
    const embedded = new EntitySchema({ name: 'Key', columns: { id: { type: 'int', primary: true } } });
    const all = new EntitySchema({ name: 'Keyed', columns: {}, embeddeds: { key: { schema: embedded } } });
    const source = new DataSource({ type: 'sqljs', entities: [all] });
    await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
    expect(() => scopedWhere(source.getRepository('Keyed'), scopeWhere(true))).toThrow(
      /Keyed has no column of its own/,
    );
  });
});
