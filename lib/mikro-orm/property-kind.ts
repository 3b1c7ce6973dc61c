import type { Dialect } from './dialect.js';
import type { EntityMetadata, EntityProperty } from './orm.js';

/** How the values of a property are compared, and what an entity holds of them. */
export type PropertyKind =
  'boolean' | 'text' | 'enum' | 'uuid' | 'integer' | 'float' | 'bigint' | 'decimal' | 'instant' | 'day';

type Types = Readonly<Partial<Record<PropertyKind, readonly string[]>>>;

/**
 * By the type of the column as the database names it. Not here is what a database pads (char), folds (citext), rounds
 * (floats of single precision) or keeps as a structure (json, arrays): it cannot be judged in memory.
 */
const KINDS: Readonly<Record<Dialect, Types>> = {
  postgres: {
    text: ['varchar', 'character varying', 'text'],
    integer: ['integer', 'int', 'int2', 'int4', 'smallint', 'serial', 'smallserial'],
    float: ['double precision', 'float8'],
    bigint: ['bigint', 'int8', 'bigserial'],
    decimal: ['numeric', 'decimal'],
    boolean: ['boolean', 'bool'],
    uuid: ['uuid'],
    instant: ['timestamptz', 'timestamp with time zone'],
    day: ['date'],
  },
  mysql: {
    text: ['varchar', 'text', 'tinytext', 'mediumtext', 'longtext'],
    enum: ['enum'],
    integer: ['integer', 'int', 'tinyint', 'smallint', 'mediumint'],
    float: ['double'],
    bigint: ['bigint'],
    decimal: ['numeric', 'decimal'],
    boolean: ['boolean', 'bool'],
    instant: ['datetime', 'timestamp'],
    day: ['date'],
  },
};

/** What an entity holds of a kind where no type of its own converts it. */
const HELD: Readonly<Partial<Record<PropertyKind, string>>> = {
  boolean: 'boolean',
  text: 'string',
  enum: 'string',
  uuid: 'string',
  integer: 'number',
  float: 'number',
  instant: 'Date',
};

/** The kind of a property; none for one that database and memory do not compare alike. */
export function kindOf(property: EntityProperty, dialect: Dialect): PropertyKind | undefined {
  const { columnTypes, nativeEnumName, array, customType } = property;
  const [type] = columnTypes as readonly [string];
  const { runtimeType } = property.mapToPk === true ? keyOf(property) : property;
  if (array === true || runtimeType?.endsWith('[]') === true) return undefined;
  const kind = nativeEnumName === undefined ? kindOfType(type, runtimeType, dialect) : 'enum';
  if (kind === undefined || (customType === undefined && HELD[kind] !== runtimeType)) return undefined;
  switch (kind) {
    case 'instant':
      return customType === undefined ? kind : undefined;
    case 'decimal':
      return isHeldInFull(type, runtimeType, dialect) ? kind : undefined;
    default:
      return kind;
  }
}

function keyOf({ targetMeta }: EntityProperty): EntityProperty {
  const target = targetMeta as EntityMetadata;
  return target.properties[target.primaryKeys[0] as string] as EntityProperty;
}

function kindOfType(type: string, runtimeType: string | undefined, dialect: Dialect): PropertyKind | undefined {
  const name = type.toLowerCase().replace(/\(.*?\)| unsigned/g, '');
  if (name === 'tinyint' && runtimeType === 'boolean') return 'boolean';
  const kinds = KINDS[dialect];
  return (Object.keys(kinds) as PropertyKind[]).find((each) => kinds[each]?.includes(name) === true);
}

// a number holds fifteen digits; as texts, drivers of MariaDB answer decimals with and without their zeros
function isHeldInFull(type: string, runtimeType: string | undefined, dialect: Dialect): boolean {
  const precision = /\((\d+)/.exec(type)?.[1];
  if (precision === undefined) return false;
  return runtimeType === 'number' ? Number(precision) <= 15 : dialect === 'postgres';
}
