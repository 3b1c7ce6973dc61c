import type { Related } from '../index.js';
import { expectPresence } from './absent-value.js';
import { type EmbeddedPath, embeddedPath, isList } from './embedded-path.js';
import type { Filter, Ground } from './ground.js';

const STORED_NULL = { $eq: null, $exists: true };

/**
 * The documents that have, or do not have, a sub-document that meets the condition. Under a negation the condition is said
 * wide: what memory could not answer must not be met by its opposite.
 * @throws TypeError for what is no sub-document, as a reference, and for one where there are many
 */
export function relatedFilter(ground: Ground, relation: Related, condition: (target: Ground) => Filter): Filter {
  const { field, exists } = relation;
  const [key, name] = [ground.inQuery + field, `${ground.name}.${field}`];
  const is = (operators: Filter): Filter => ({ [key]: ground.trusted({ ...operators }) });
  const path = embeddedPath(ground, relation);
  const isWide = ground.isWide || !exists;
  const target = { ...ground, name, isWide, inSchema: '', inQuery: `${key}.` };
  const found = (): Filter => {
    // in memory the object is there also where the document lacks it
    if (path === undefined) {
      return { $and: [{ $nor: [is(STORED_NULL)] }, condition({ ...target, inSchema: `${ground.inSchema}${field}.` })] };
    }
    const own = { ...target, schema: path.schema };
    if (isList(path)) return is({ $elemMatch: condition({ ...own, inQuery: '' }) });
    return { $and: [is({ $ne: null }), condition(own)] };
  };
  const filters = [found(), ...(isWide ? unclear(path, name).map(is) : [])];
  if (!exists) return { $nor: filters };
  return filters.length === 1 ? (filters[0] as Filter) : { $or: filters };
}

/**
 * The documents of which memory could not say whether they have such a sub-document.
 * @throws TypeError for a path that Mongoose may leave out of a document
 */
function unclear(path: EmbeddedPath | undefined, name: string): Filter[] {
  if (path === undefined || (isList(path) && isEmptyAtFirst(path))) return [STORED_NULL];
  if (!isList(path) && path.defaultValue === null) return [];
  expectPresence(path, name);
  return [isList(path) ? { $eq: null } : { $exists: false }];
}

/** Whether a document without the array holds an empty one in memory. */
function isEmptyAtFirst({ defaultValue, options: { default: initial } }: EmbeddedPath): boolean {
  return defaultValue !== undefined && (initial === undefined || (Array.isArray(initial) && initial.length === 0));
}
