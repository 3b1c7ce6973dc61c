import type { Scope } from '../index.js';
import { filterConditions } from './filter-conditions.js';
import type { Orm } from './orm.js';
import { ownConditions } from './own-conditions.js';
import { unfitTable } from './unfit-table.js';

/**
 * A repository of MikroORM 6 or 7, on an SQL database.
 * @typeParam T the entity
 * @typeParam W its conditions, which MikroORM calls `FilterQuery`
 */
export interface ScopableRepository<T extends object, W> {
  getEntityManager(): unknown;
  getEntityName(): string;
  map(...parameters: never[]): T;
  nativeDelete(where: W, ...options: never[]): Promise<number>;
}

/** Conditions for entity managers, repositories and query builders, whose types do not agree on what stands in them. */
export interface ScopedConditions {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the `where` of entity managers and of query builders are types that exclude each other
  $and: any[];
}

/**
 * ANDs a scope to the conditions of `find()`, `findAndCount()`, `count()` and query builders, and to those of
 * `nativeUpdate()` and `nativeDelete()`, where no row touched means that there is no such row for this caller.
 * @param repository of the entity
 * @param scope from `@AuthorizedScope()` or `PermissionsService.scope()`
 * @param where the caller's own conditions
 * @throws TypeError for `undefined`, empty arrays and empty objects, where MikroORM would not filter, and for what the rule
 * says and a query cannot: a property or relation that the entity does not have, a column that the database and memory
 * compare differently
 */
export function scopedWhere<T extends object, W>(
  repository: ScopableRepository<T, W>,
  scope: Scope<T>,
  where?: NoInfer<W>,
): ScopedConditions {
  const orm = repository.getEntityManager() as Orm;
  // the name is the class in MikroORM 7, where two classes may have the same
  const { entityName } = repository as unknown as { readonly entityName: unknown };
  const metadata = orm.getMetadata().get(entityName);
  const unfit = unfitTable(metadata);
  if (unfit !== undefined) throw new TypeError(`A scope cannot be said of ${metadata.className}, ${unfit}`);
  const condition = scope.translate(filterConditions(orm, metadata));
  if (where === undefined) return { $and: [condition] };
  if (Array.isArray(where) && metadata.compositePK) {
    throw new TypeError(
      `scopedWhere() got an array for ${metadata.className}, which may be a key: write an object of conditions.`,
    );
  }
  return { $and: [ownConditions(where, orm.getPlatform()), condition] };
}
