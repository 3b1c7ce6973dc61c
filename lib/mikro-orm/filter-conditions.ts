import type { QueryLanguage } from '../index.js';
import { comparableProperty } from './comparable-property.js';
import { amongFilter, orderFilter, type Place } from './comparison-filter.js';
import type { Condition, EntityMetadata, Orm } from './orm.js';
import { relatedFilter } from './related-filter.js';

/**
 * Says conditions on the rows of one entity as MikroORM does. They name properties, which MikroORM looks up again; values
 * are bound.
 */
export function filterConditions(orm: Orm, metadata: EntityMetadata): QueryLanguage<Condition> {
  const platform = orm.getPlatform();
  const [key] = metadata.primaryKeys as readonly [string];
  const constant = (holds: boolean): Condition => ({ [key]: { [holds ? '$ne' : '$in']: holds ? null : [] } });
  const place = (field: string): Place => ({ at: comparableProperty(metadata, field, platform), platform, constant });
  return {
    all: () => constant(true),
    none: () => constant(false),
    compare: (field, comparison, value) =>
      comparison === 'equals' || comparison === 'differs'
        ? amongFilter(place(field), [value], comparison === 'differs')
        : orderFilter(place(field), comparison, value),
    in: (field, values, negated) => amongFilter(place(field), values, negated),
    null: (field, negated) => ({ [place(field).at.property.name]: { [negated ? '$ne' : '$eq']: null } }),
    and: ($and) => ({ $and }),
    or: ($or) => ({ $or }),
    related: (relation, condition) =>
      relatedFilter(orm, metadata, relation, (target) => condition(filterConditions(orm, target))),
  };
}
