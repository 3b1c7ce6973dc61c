import { type SQL, sql } from 'drizzle-orm';
import type { Comparable } from '../index.js';
import { boundNumber, momentSql } from './bound-value.js';
import type { ComparableColumn } from './comparable-column.js';
import { canHold } from './held-value.js';
import { textsSql } from './texts-sql.js';

/** The rows whose column holds one of the values; what no row can hold is not among them. */
export function amongSql(at: ComparableColumn, values: readonly Comparable[]): SQL {
  const held = values.filter((value) => canHold(at, value));
  if (held.length === 0) return sql`1=0`;
  switch (at.kind) {
    case 'boolean':
      // MySQL and SQLite have numbers there, of which Drizzle reads all but 1 as false
      return anyOf(held.map((value) => sql`${at.sql} ${sql.raw(value === true ? '=' : '<>')} true`));
    case 'instant':
      return anyOf(held.map((value) => momentSql(at, value as Date)));
    case 'integer':
    case 'bigint':
    case 'float':
      return sql`${at.sql} in ${held.map((value) => boundNumber(at, value as number | bigint))}`;
    default:
      return textsSql(at, held as string[]);
  }
}

function anyOf(conditions: readonly SQL[]): SQL {
  return sql`(${sql.join([...conditions], sql` or `)})`;
}
