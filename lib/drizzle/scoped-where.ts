import { is, SQL, sql, Table } from 'drizzle-orm';
import type { Scope } from '../index.js';
import type { ScopableDatabase } from './relation-of.js';
import { SqlConditions } from './sql-conditions.js';

/**
 * ANDs a scope to the caller's own condition: one condition in parentheses, for the `where` of selects, counts, relational
 * queries, updates and deletes, where no row touched means that there is no such row for this caller.
 * @param db made by `drizzle()`, which knows the relations if it was given the `schema`; a transaction, too
 * @param table whose rows the statement reads or writes, by the name that it gives them: the table itself, or its `alias()`
 * @param scope from `@AuthorizedScope()` or `PermissionsService.scope()`
 * @param where the caller's own condition. It is left out, or is one: what `or()` and `and()` answer for no condition is
 * `undefined`, which Drizzle takes for every row
 * @throws TypeError for a `where` that is no condition, and for what the rule says and a query cannot: a field or relation
 * that the table does not have, a column that the database and memory compare differently
 */
export function scopedWhere<T extends Table>(
  db: ScopableDatabase,
  table: T,
  scope: Scope<T['$inferSelect']>,
  ...where: [] | [where: SQL]
): SQL {
  if (!is(table, Table)) {
    throw new TypeError(
      'scopedWhere() needs a table of the schema: of a view or a subquery, scope the tables it reads.',
    );
  }
  const condition = scope.translate(new SqlConditions(db, table).language());
  if (where.length === 0) return sql`(${condition})`;
  const own: unknown = where[0];
  if (!is(own, SQL)) {
    throw new TypeError(
      `scopedWhere() got ${own === undefined ? 'undefined, which Drizzle takes for every row' : typeof own} where a ` +
        'condition is needed: leave it out, or write one, as in eq(table.id, id) or sql`false`.',
    );
  }
  return sql`((${condition}) and (${own}))`;
}
