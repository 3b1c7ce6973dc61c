/** Databases that compare alike; MariaDB is a `mysql`. */
export type Dialect = 'postgres' | 'mysql' | 'sqlite';

/**
 * How a column is compared, and what a row holds of it. `text` is a string in any collation, `uuid` and `enum` are the
 * database's own types, `integer` and `float` (of double precision) are held as numbers, `instant` as a Date. A bigint is
 * held as Kysely's driver was told: as a bigint or as a string; a number makes the column an `integer`.
 */
export type ColumnKind =
  | 'text'
  | 'uuid'
  | 'enum'
  | 'boolean'
  | 'integer'
  | 'float'
  | 'bigint'
  | 'bigint as string'
  | 'decimal as string'
  | 'instant';

/** The kinds of a column whose values have this type in the rows that are read. */
export type KindOf<V> = [V] extends [boolean]
  ? 'boolean'
  : [V] extends [number]
    ? 'integer' | 'float'
    : [V] extends [bigint]
      ? 'bigint'
      : [V] extends [Date]
        ? 'instant'
        : [V] extends [string]
          ? 'text' | 'uuid' | 'enum' | 'bigint as string' | 'decimal as string'
          : never;

const EVERYWHERE = ['text', 'boolean', 'integer', 'float', 'bigint'] as const;
const ON_SERVERS = [...EVERYWHERE, 'uuid', 'enum', 'bigint as string', 'decimal as string', 'instant'] as const;

/** The kinds that a database has; SQLite keeps dates, uuids and enums as texts or numbers. */
export const KINDS: Readonly<Record<Dialect, readonly ColumnKind[]>> = {
  postgres: ON_SERVERS,
  mysql: ON_SERVERS,
  sqlite: EVERYWHERE,
};
