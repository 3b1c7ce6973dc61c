import type { DeleteQueryBuilder, SelectQueryBuilder, UpdateQueryBuilder, WhereNode } from 'kysely';
import type { Scope } from '../index.js';
import type { DescribedTables } from './described-tables.js';
import { ScopePlugin } from './scope-plugin.js';
import { type AnyQuery, scopedTable } from './scoped-table.js';
import { SqlConditions } from './sql-conditions.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- whatever a query joins, selects and returns */
/** The query builders that a scope can be applied to. */
export type ScopableQuery =
  SelectQueryBuilder<any, any, any> | UpdateQueryBuilder<any, any, any, any> | DeleteQueryBuilder<any, any, any>;
/* eslint-enable @typescript-eslint/no-explicit-any */

/**
 * ANDs a scope to a query of Kysely, for reading and counting, and for updating and deleting, where no row touched means
 * that there is no such row for this caller. The conditions that the query has, or is given later, stay in parentheses of
 * their own: no raw SQL and no `clearWhere()` can undo the scope.
 * @param query of one table, to which others may be joined
 * @param scope from `@AuthorizedScope()` or `PermissionsService.scope()`
 * @param tables from `describeTables()`
 * @returns another query builder, as always with Kysely
 * @throws TypeError for a query of a table that is not described, and for what the rule says and a query cannot: a field or
 * relation that is not described, an order that the database and memory see differently
 */
export function applyScope<Q extends ScopableQuery>(query: Q, scope: Scope, tables: DescribedTables): Q {
  const any = query as unknown as AnyQuery;
  const { table, alias } = scopedTable(any, tables);
  const condition = scope.translate(new SqlConditions(tables).of(table, alias));
  if (scope.kind === 'all') return query;
  // as the plugins of the query want it: the one that carries it is the last of them
  const { where } = any.clearWhere().where(condition).toOperationNode();
  return any.withPlugin(new ScopePlugin((where as WhereNode).where)) as unknown as Q;
}
