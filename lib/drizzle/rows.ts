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

/** The name of a table in its schema, whatever the statement calls its rows. */
export function tableNameOf(table: Table): string {
  // an alias may be called like another table, and keeps the name of its own here
  return internalsOf(table)[Symbol.for('drizzle:OriginalName')] as string;
}

/** The schema of PostgreSQL or MySQL that a table is in, unless it is in the one that goes without saying. */
export function schemaNameOf(table: Table): string | undefined {
  return internalsOf(table)[Symbol.for('drizzle:Schema')];
}

function internalsOf(table: Table): Readonly<Record<symbol, string | undefined>> {
  return table as unknown as Readonly<Record<symbol, string | undefined>>;
}
