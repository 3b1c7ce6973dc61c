import type { Related } from '../index.js';
import { expectPresence } from './absent-value.js';
import { type EmbeddedPath, embeddedPath, isList } from './embedded-path.js';
import type { Filter, Ground } from './ground.js';

const STORED_NULL = { $eq: null, $exists: true };

/**
 * The documents that have, or do not have, a sub-document that meets the condition.
 * @throws TypeError for what is no sub-document, as a reference, and for one where there are many
 */
export function relatedFilter(ground: Ground, relation: Related, condition: (target: Ground) => Filter): Filter {
  const { field, exists } = relation;
  const [key, name] = [ground.inQuery + field, `${ground.name}.${field}`];
  const is = (operators: Filter): Filter => ({ [key]: ground.trusted({ ...operators }) });
  const path = embeddedPath(ground, relation);
  if (path === undefined) {
    const target = { ...ground, inSchema: `${ground.inSchema}${field}.`, inQuery: `${key}.`, name };
    // in memory the object is there also where the document lacks it
    const found = { $and: [{ $nor: [is(STORED_NULL)] }, condition(target)] };
    return exists ? found : { $nor: [found] };
  }
  const own = { ...ground, schema: path.schema, inSchema: '', name };
  const found = isList(path)
    ? is({ $elemMatch: condition({ ...own, inQuery: '' }) })
    : { $and: [is({ $ne: null }), condition({ ...own, inQuery: `${key}.` })] };
  return exists ? found : { $nor: [found, ...unclear(path, name).map(is)] };
}

/**
 * The documents of which memory could not say that they have no such sub-document.
 * @throws TypeError for a path that Mongoose may leave out of a document
 */
function unclear(path: EmbeddedPath, name: string): Filter[] {
  if (isList(path) && isEmptyAtFirst(path)) return [STORED_NULL];
  if (!isList(path) && path.defaultValue === null) return [];
  expectPresence(path, name);
  return [isList(path) ? { $eq: null } : { $exists: false }];
}

/** Whether a document without the array holds an empty one in memory. */
function isEmptyAtFirst({ defaultValue, options: { default: initial } }: EmbeddedPath): boolean {
  return defaultValue !== undefined && (initial === undefined || (Array.isArray(initial) && initial.length === 0));
}
