import type { DataSource } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { type Dialect, dialectOf } from './dialect.js';

/** How the values of a column are compared, and what an entity holds of them. */
export type ColumnKind =
  'boolean' | 'text' | 'enum' | 'uuid' | 'integer' | 'float' | 'bigint' | 'decimal' | 'instant' | 'day';

type Types = Readonly<Partial<Record<ColumnKind, readonly string[]>>>;

const INTEGERS = ['integer', 'int', 'int2', 'int4', 'tinyint', 'smallint', 'mediumint'];
const TEXTS = ['varchar', 'character varying', 'text', 'nvarchar'];

/**
 * By the type of the column as the database names it. Not here is what a database pads (char), folds (citext), rounds
 * (floats of single precision) or keeps as a structure (json, arrays): it cannot be judged in memory.
 */
const KINDS: Readonly<Record<Dialect, Types>> = {
  sqlite: {
    text: [...TEXTS, 'varying character', 'clob'],
    integer: [...INTEGERS, 'bigint', 'int8', 'unsigned big int'],
    float: ['real', 'double', 'double precision', 'float', 'numeric', 'decimal'],
    boolean: ['boolean'],
    instant: ['datetime'],
    day: ['date'],
  },
  postgres: {
    text: TEXTS,
    integer: INTEGERS,
    float: ['double precision', 'float8', 'float'],
    bigint: ['bigint', 'int8'],
    decimal: ['numeric', 'decimal'],
    boolean: ['boolean', 'bool'],
    uuid: ['uuid'],
    enum: ['enum'],
    instant: ['timestamp', 'timestamptz', 'timestamp without time zone', 'timestamp with time zone'],
    day: ['date'],
  },
  mysql: {
    text: [...TEXTS, 'tinytext', 'mediumtext', 'longtext'],
    integer: INTEGERS,
    float: ['double'],
    bigint: ['bigint'],
    decimal: ['decimal'],
    uuid: ['uuid'],
    enum: ['enum'],
    instant: ['datetime', 'timestamp'],
    day: ['date'],
  },
};

/** The kind of a column; none for a column that database and memory do not compare alike. */
export function kindOf(column: ColumnMetadata, dataSource: DataSource): ColumnKind | undefined {
  if (column.isArray) return undefined;
  if (([Boolean, 'boolean', 'bool'] as unknown[]).includes(column.type)) return 'boolean';
  if (column.type === 'simple-enum') return 'enum';
  if (['simple-json', 'simple-array'].includes(column.type as string)) return undefined;
  const kinds = KINDS[dialectOf(dataSource)];
  const type = dataSource.driver.normalizeType(column);
  const kind = (Object.keys(kinds) as ColumnKind[]).find((each) => kinds[each]?.includes(type) === true);
  return kind === 'bigint' && readsNumbers(dataSource) ? 'integer' : kind;
}

// bigints arrive as strings, unless the data source is told otherwise
function readsNumbers({ options }: DataSource): boolean {
  const { parseInt8, bigNumberStrings } = options as { parseInt8?: boolean; bigNumberStrings?: boolean };
  return parseInt8 === true || bigNumberStrings === false;
}
