import type { DeleteManyModel } from 'mongoose';
import type { Scope } from '../index.js';
import { filterLanguage } from './filter-language.js';
import { ownConditions } from './own-conditions.js';
import type { ScopableModel } from './scopable-model.js';
import type { SchemaShape } from './schema-shape.js';

/** A filter for every query of a model, and for `$match`. */
export interface ScopedFilter {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- Mongoose 8 and 9 name the type of filters differently
  $and: any[];
}

/**
 * ANDs a scope to a filter: to find, count and aggregate, and to update and delete, where no document touched means that
 * there is no such document for this caller.
 * @param model of the documents
 * @param scope from `@AuthorizedScope()` or `PermissionsService.scope()`
 * @param where the caller's own conditions
 * @throws TypeError for `undefined`, an empty `$or` and unknown paths, which Mongoose would take for no condition, and for what
 * the rule says and a query cannot: a path that the schema does not have, a reference, a path that MongoDB and memory
 * compare differently
 */
export function scopedWhere<T extends object>(
  model: ScopableModel<T>,
  scope: Scope<T>,
  where: DeleteManyModel<T>['filter'] = {},
): ScopedFilter {
  const schema = model.schema as SchemaShape;
  const { locale = 'simple' } = schema.options.collation ?? {};
  const condition = scope.translate(
    filterLanguage({
      ...{ schema, inSchema: '', inQuery: '', name: model.modelName, isWide: false, isCollated: locale !== 'simple' },
      trusted: (operators) => model.base.trusted(operators),
    }),
  );
  return { $and: [condition, ownConditions(model, where)] };
}
