import type {
  DeleteQueryBuilder,
  EntityMetadata,
  ObjectLiteral,
  SelectQueryBuilder,
  UpdateQueryBuilder,
} from 'typeorm';
import type { QueryExpressionMap } from 'typeorm/query-builder/QueryExpressionMap.js';
import type { SoftDeleteQueryBuilder } from 'typeorm/query-builder/SoftDeleteQueryBuilder.js';
import type { Scope } from '../index.js';
import { dataSourceOf } from './data-source-of.js';
import { SqlConditions } from './sql-conditions.js';

/** The query builders that a scope can be applied to. */
export type ScopableQuery<T extends ObjectLiteral> =
  SelectQueryBuilder<T> | UpdateQueryBuilder<T> | DeleteQueryBuilder<T> | SoftDeleteQueryBuilder<T>;

/**
 * ANDs a scope to a query of TypeORM, for reading and counting, and for updating and deleting, where no row touched means
 * that there is no such row for this caller. The conditions that the query has, or is given later, stay in parentheses of
 * their own: no `orWhere()` and no second `where()` can undo the scope.
 * @param query a query builder of an entity
 * @param scope from `@AuthorizedScope()` or `PermissionsService.scope()`
 * @returns the same query builder
 * @throws TypeError for a query that is not of an entity, and for what the rule says and a query cannot: a field or relation
 * that the entity does not have, a column that the database and memory compare differently
 */
export function applyScope<T extends ObjectLiteral, Q extends ScopableQuery<T>>(query: Q, scope: Scope<T>): Q {
  const { expressionMap } = query;
  const metadata = metadataOf(expressionMap);
  // a statement that writes calls its rows by their table
  const alias = expressionMap.aliasNamePrefixingEnabled ? query.alias : metadata.tableName;
  const conditions = new SqlConditions(dataSourceOf(query));
  const condition = scope.translate(conditions.of(metadata, alias));
  if (scope.kind === 'all') return query;
  carry(expressionMap, condition);
  query.setParameters(conditions.parameters);
  return query;
}

function metadataOf({ mainAlias, queryType }: QueryExpressionMap): EntityMetadata {
  if (
    mainAlias?.hasMetadata !== true ||
    !['select', 'update', 'delete', 'soft-delete', 'restore'].includes(queryType)
  ) {
    throw new TypeError(
      'applyScope() needs a query that reads, updates or deletes the rows of an entity: begin it with ' +
        'repository.createQueryBuilder().',
    );
  }
  return mainAlias.metadata;
}

/**
 * TypeORM ANDs this condition to all others, in parentheses, whatever they are by then. It also replaces it, by the ids of
 * a page, and on copies of the query: the scope stays in both cases.
 */
function carry(map: QueryExpressionMap, condition: string): void {
  let other = map.extraAppendedAndWhereCondition;
  Object.defineProperty(map, 'extraAppendedAndWhereCondition', {
    configurable: true,
    enumerable: true,
    get: () => (other === '' ? condition : `${condition} AND (${other})`),
    set: (replaced: string) => (other = replaced),
  });
  const copy = map.clone.bind(map);
  map.clone = () => {
    const copied = copy();
    copied.extraAppendedAndWhereCondition = other;
    carry(copied, condition);
    return copied;
  };
}
