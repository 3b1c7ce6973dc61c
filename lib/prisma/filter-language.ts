import type { QueryLanguage } from '../index.js';
import { type ComparableField, comparableField } from './comparable-field.js';
import { amongFilter, notNull } from './equality-filter.js';
import { orderFilter } from './order-filter.js';
import type { Filter, Place } from './place.js';
import { relatedFilter } from './related-filter.js';

/** Says conditions of the rows of one model as Prisma spells them. */
export function filterLanguage(place: Place): QueryLanguage<Filter> {
  const about = (field: string, say: (at: ComparableField) => Filter): Filter => {
    const at = comparableField(place, field);
    // to negate "unknown" would hide the row
    return place.isNegated && at.isOptional ? { AND: [say(at), notNull(at)] } : say(at);
  };
  return {
    all: () => place.all,
    none: () => place.none,
    compare: (field, comparison, value) =>
      about(field, (at) =>
        comparison === 'equals' || comparison === 'differs'
          ? amongFilter(at, [value], comparison === 'differs')
          : orderFilter(at, comparison, value),
      ),
    in: (field, values, negated) => about(field, (at) => amongFilter(at, values, negated)),
    null: (field, negated) => {
      const at = comparableField(place, field);
      if (negated) return notNull(at);
      return at.isOptional ? { [field]: null } : place.none;
    },
    and: (conditions) => ({ AND: conditions }),
    or: (conditions) => ({ OR: conditions }),
    related: (relation, condition) => relatedFilter(place, relation, (target) => condition(filterLanguage(target))),
  };
}
