import { type Column, type SQLWrapper, sql, type Table } from 'drizzle-orm';

/** The rows that a condition is about. */
export interface Rows {
  /** The table, by the name that the statement gives its rows. */
  readonly table: Table;
  /** Whether these are rows of a subquery. */
  readonly isRelated: boolean;
}

/**
 * A column as the statement names it. Relational queries rename every column that they find in a condition to the alias
 * of their own rows; those of a subquery keep theirs, because they are not found.
 */
export function writtenColumn({ isRelated }: Rows, column: Column): SQLWrapper {
  return isRelated ? { getSQL: () => sql`${column}`, shouldOmitSQLParens: () => true } : column;
}
