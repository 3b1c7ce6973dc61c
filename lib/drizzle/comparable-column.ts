import { type Column, getTableColumns, type SQLWrapper } from 'drizzle-orm';
import { type ColumnKind, type Dialect, kindOf } from './column-kind.js';
import { isRelation, type ScopableDatabase } from './relation-of.js';
import { type Rows, tableNameOf, writtenColumn } from './rows.js';

/** A column that a condition may compare. */
export interface ComparableColumn {
  readonly column: Column;
  readonly kind: ColumnKind;
  readonly dialect: Dialect;
  /** How the statement names it. */
  readonly sql: SQLWrapper;
  /** How errors call it. */
  readonly name: string;
}

/**
 * The column behind a field.
 * @throws TypeError for a field that is no column, or one that database and memory do not compare alike
 */
export function comparableColumn(db: ScopableDatabase, rows: Rows, field: string): ComparableColumn {
  const column = columnOf(db, rows, field);
  const kind = kindOf(column.columnType);
  if (kind === undefined) throw incomparable(rows, field, column);
  return { column, ...kind, sql: writtenColumn(rows, column), name: nameOf(rows, field) };
}

/**
 * The column behind a field that is, or is not, null.
 * @throws TypeError for a field that is no column, or one whose values Drizzle may read as null
 */
export function nullableColumn(db: ScopableDatabase, rows: Rows, field: string): SQLWrapper {
  const column = columnOf(db, rows, field);
  if (!SCALARS.includes(column.dataType)) throw incomparable(rows, field, column);
  return writtenColumn(rows, column);
}

const SCALARS = ['string', 'number', 'bigint', 'boolean', 'date'];

function columnOf(db: ScopableDatabase, rows: Rows, field: string): Column {
  const columns: Readonly<Record<string, Column>> = getTableColumns(rows.table);
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (column !== undefined) return column;
  throw new TypeError(
    isRelation(db, rows.table, field)
      ? `${nameOf(rows, field)} is a relation: compare a field of it, as in { ${field}: { id: … } }, or a column of its own.`
      : `${tableNameOf(rows.table)} has no column \`${field}\`, which where() of a permission compares.`,
  );
}

function incomparable(rows: Rows, field: string, { columnType }: Column): TypeError {
  return new TypeError(
    `${nameOf(rows, field)} is a column of the type ${columnType}, which the database and memory compare differently: ` +
      'let where() compare another column, of type text or integer for example.',
  );
}

function nameOf({ table }: Rows, field: string): string {
  return `${tableNameOf(table)}.${field}`;
}
