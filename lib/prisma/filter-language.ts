import type { QueryLanguage } from '../index.js';
import { comparableField } from './comparable-field.js';
import { amongFilter, notNull } from './equality-filter.js';
import { ALL, type Filter, join, NONE } from './filter.js';
import { orderFilter } from './order-filter.js';
import type { Place } from './place.js';
import { relatedFilter } from './related-filter.js';

/** Says conditions of the rows of one model as Prisma spells them. */
export function filterLanguage(place: Place): QueryLanguage<Filter> {
  const among = (field: string, values: Parameters<typeof amongFilter>[1], negated: boolean): Filter => {
    const at = comparableField(place, field);
    return decided(amongFilter(at, values, negated, place.dialect), at);
  };
  // where somebody negates it, a comparison with a null must be false
  const decided = (filter: Filter, at: Parameters<typeof notNull>[0]): Filter =>
    place.isNegated ? join('AND', [filter, notNull(at)]) : filter;
  return {
    all: () => ALL,
    none: () => NONE,
    compare: (field, comparison, value) => {
      if (comparison === 'equals' || comparison === 'differs') return among(field, [value], comparison === 'differs');
      const at = comparableField(place, field);
      return decided(orderFilter(at, comparison, value), at);
    },
    in: among,
    null: (field, negated) => {
      const at = comparableField(place, field);
      if (negated) return notNull(at);
      return at.isOptional ? { [field]: null } : NONE;
    },
    and: (conditions) => join('AND', conditions),
    or: (conditions) => join('OR', conditions),
    related: (relation, condition) => relatedFilter(place, relation, (target) => condition(filterLanguage(target))),
  };
}
