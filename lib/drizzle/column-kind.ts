/** Databases that compare alike. */
export type Dialect = 'postgres' | 'mysql' | 'sqlite';

/** How the values of a column are compared, and what Drizzle reads from it. */
export type ColumnKind = 'text' | 'enum' | 'uuid' | 'day' | 'boolean' | 'integer' | 'bigint' | 'float' | 'instant';

/**
 * By what Drizzle calls the type of a column, in which the mode is told. Not here is what a database pads (char), rounds
 * (real) or keeps as a structure (json, arrays), what is read as it happens to be written (numeric, times as strings),
 * and custom types, of which nothing is known: it cannot be judged in memory.
 */
const KINDS: Readonly<Record<Dialect, Readonly<Partial<Record<ColumnKind, readonly string[]>>>>> = {
  postgres: {
    text: ['PgText', 'PgVarchar'],
    enum: ['PgEnumColumn', 'PgEnumObjectColumn'],
    uuid: ['PgUUID'],
    day: ['PgDateString'],
    boolean: ['PgBoolean'],
    integer: ['PgInteger', 'PgSmallInt', 'PgSerial', 'PgSmallSerial', 'PgBigInt53', 'PgBigSerial53'],
    bigint: ['PgBigInt64', 'PgBigSerial64'],
    float: ['PgDoublePrecision'],
    instant: ['PgTimestamp'],
  },
  mysql: {
    text: ['MySqlText', 'MySqlVarChar'],
    enum: ['MySqlEnumColumn', 'MySqlEnumObjectColumn'],
    day: ['MySqlDateString'],
    boolean: ['MySqlBoolean'],
    integer: ['MySqlInt', 'MySqlTinyInt', 'MySqlSmallInt', 'MySqlMediumInt', 'MySqlSerial', 'MySqlBigInt53'],
    bigint: ['MySqlBigInt64'],
    float: ['MySqlDouble'],
    instant: ['MySqlDateTime', 'MySqlTimestamp'],
  },
  sqlite: {
    text: ['SQLiteText'],
    boolean: ['SQLiteBoolean'],
    integer: ['SQLiteInteger'],
    float: ['SQLiteReal'],
    instant: ['SQLiteTimestamp'],
  },
};

/** The kind of a column, and the database it is of; none for a column that database and memory do not compare alike. */
export function kindOf(columnType: string): { readonly dialect: Dialect; readonly kind: ColumnKind } | undefined {
  for (const dialect of Object.keys(KINDS) as Dialect[]) {
    const kinds = KINDS[dialect];
    const kind = (Object.keys(kinds) as ColumnKind[]).find((each) => kinds[each]?.includes(columnType) === true);
    if (kind !== undefined) return { dialect, kind };
  }
  return undefined;
}
