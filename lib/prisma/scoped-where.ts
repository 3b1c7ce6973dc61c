import type { Scope } from '../index.js';
import { dialectOf } from './dialect.js';
import { filterLanguage } from './filter-language.js';
import { expectConditions } from './own-where.js';
import { placeOf } from './place.js';
import { type ModelOf, originOf, type PrismaModel, type WhereOf } from './prisma-model.js';
import { schemaOf } from './prisma-schema.js';

/**
 * ANDs a scope to the `where` of a query of Prisma, for reading and counting, and for `updateMany()` and `deleteMany()`,
 * where a count of 0 means that there is no such row for this caller. In `update()` and `delete()` it stands beside the id:
 * `{ id, AND: scopedWhere(prisma.post, scope) }`.
 * @param model of the client, such as `prisma.post`, or `tx.post` in a transaction
 * @param scope from `@AuthorizedScope()` or `PermissionsService.scope()`
 * @param where the caller's own conditions
 * @throws TypeError for `undefined`, and for what else Prisma would take for no condition, in the caller's own; and for what
 * the rule says and a query cannot: a field or relation that the model does not have, a field that the database and memory
 * compare differently
 */
export function scopedWhere<M extends PrismaModel>(
  model: M,
  scope: Scope<ModelOf<M>>,
  where: WhereOf<M> = {},
): WhereOf<M> {
  expectConditions(where);
  const { name, config } = originOf(model);
  const place = placeOf(name, { schema: schemaOf(config), dialect: dialectOf(config.activeProvider) });
  return { AND: [where, scope.translate(filterLanguage(place))] };
}
