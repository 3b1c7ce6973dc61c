import type { QueryLanguage } from '../index.js';
import { comparablePath } from './comparable-path.js';
import { amongFilter, nullFilter, orderFilter } from './comparison-filter.js';
import type { Filter, Ground } from './ground.js';
import { relatedFilter } from './related-filter.js';

/** Says conditions as a filter of MongoDB. Values are wrapped in operators; paths come from the schema. */
export function filterLanguage(ground: Ground): QueryLanguage<Filter> {
  return {
    all: () => ({}),
    // an empty `$or` would be left out by Mongoose
    none: () => ({ $nor: [{}] }),
    compare: (field, comparison, value) =>
      comparison === 'equals' || comparison === 'differs'
        ? amongFilter(comparablePath(ground, field), [value], comparison === 'differs')
        : orderFilter(comparablePath(ground, field), comparison, value),
    in: (field, values, negated) => amongFilter(comparablePath(ground, field), values, negated),
    null: (field, negated) => nullFilter(comparablePath(ground, field), negated),
    and: (conditions) => ({ $and: conditions }),
    or: (conditions) => ({ $or: conditions }),
    related: (relation, condition) => relatedFilter(ground, relation, (target) => condition(filterLanguage(target))),
  };
}
