import {
  And,
  Equal,
  FindOperator,
  type FindOptionsWhere,
  Not,
  type ObjectLiteral,
  Raw,
  type Repository,
} from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { Scope } from '../index.js';
import { dataSourceOf } from './data-source-of.js';
import { SqlConditions } from './sql-conditions.js';

/**
 * ANDs a scope to the `where` of find options, and to the criteria of `update()`, `delete()` and `softDelete()`, where no
 * row touched means that there is no such row for this caller.
 * @param repository of the entity
 * @param scope from `@AuthorizedScope()` or `PermissionsService.scope()`
 * @param where the caller's own conditions, of which an array means OR
 * @throws TypeError for an empty array, for `undefined` and `null` where TypeORM would not filter, and for what the rule says
 * and a query cannot: a field or relation that the entity does not have, a column that the database and memory compare
 * differently
 */
export function scopedWhere<T extends ObjectLiteral>(
  repository: Repository<T>,
  scope: Scope<T>,
  where: FindOptionsWhere<T> | readonly FindOptionsWhere<T>[] = {},
): FindOptionsWhere<T>[] {
  const branches = [where].flat() as FindOptionsWhere<T>[];
  if (branches.length === 0) {
    throw new TypeError('scopedWhere() got an empty array of conditions, which TypeORM takes for no condition at all.');
  }
  const carrier = carrierOf(repository);
  const condition = conditionOf(repository, scope, carrier);
  return branches.map((branch) => {
    const own = isolated(branch, '') as ObjectLiteral;
    const { [carrier.propertyName]: same } = own;
    const both = same === undefined ? condition : And(same instanceof FindOperator ? same : Equal(same), condition);
    return { ...own, [carrier.propertyName]: both } as FindOptionsWhere<T>;
  });
}

/** A condition must stand at some column, and then reads what it likes. */
function carrierOf({ metadata }: Repository<ObjectLiteral>): ColumnMetadata {
  const carrier = metadata.columns.find(
    ({ embeddedMetadata, isVirtual, isVirtualProperty, relationMetadata }) =>
      embeddedMetadata === undefined && !isVirtual && !isVirtualProperty && relationMetadata === undefined,
  );
  if (carrier !== undefined) return carrier;
  throw new TypeError(
    `${metadata.name} has no column of its own for scopedWhere(): use applyScope() with a query builder.`,
  );
}

function conditionOf<T extends ObjectLiteral>(
  { metadata, manager }: Repository<T>,
  scope: Scope<T>,
  carrier: ColumnMetadata,
): FindOperator<unknown> {
  const dataSource = dataSourceOf(manager);
  const first = new SqlConditions(dataSource);
  scope.translate(first.of(metadata, metadata.tableName));
  // TypeORM wants the values before it tells how the statement calls the rows: what is said twice has the same names
  return Raw((path) => {
    // a statement that writes calls its rows by their table
    const isAliased = path !== carrier.propertyPath;
    const alias = isAliased ? path.slice(0, -carrier.propertyPath.length - 1) : metadata.tableName;
    return `(${scope.translate(new SqlConditions(dataSource, first.prefix).of(metadata, alias))})`;
  }, first.parameters);
}

/**
 * The caller's own conditions, each of which keeps to itself: TypeORM puts raw SQL into the criteria of a statement as it
 * comes, without parentheses.
 */
function isolated(where: unknown, path: string): unknown {
  if (where === undefined || where === null) {
    throw new TypeError(
      `scopedWhere() got ${path}: ${String(where)}, which is no condition: leave it out, or write IsNull().`,
    );
  }
  if (where instanceof FindOperator) return where.type === 'raw' ? Not(Not(where)) : where;
  if (Object.getPrototypeOf(where) !== Object.prototype) return where;
  const members = Object.entries(where).map(([key, value]) => [
    key,
    isolated(value, path === '' ? key : `${path}.${key}`),
  ]);
  return Object.fromEntries(members);
}
