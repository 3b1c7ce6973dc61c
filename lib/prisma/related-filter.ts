import type { Related } from '../index.js';
import type { Filter } from './filter.js';
import type { Place } from './place.js';

/**
 * The rows that have, or do not have, a related row.
 * @throws TypeError for a relation that is not there, or leads to another number of rows than the condition says
 */
export function relatedFilter(
  place: Place,
  { field, to, exists }: Related,
  condition: (target: Place) => Filter,
): Filter {
  const { model, schema } = place;
  const relation = schema.models.get(model)?.get(field);
  if (relation === undefined || !schema.models.has(relation.type)) {
    throw new TypeError(`${model} has no relation \`${field}\`, which where() of a permission follows.`);
  }
  if (relation.isList !== (to === 'many')) {
    const remedy = relation.isList ? `{ ${field}: { some: { … } } }` : `{ ${field}: { … } }`;
    throw new TypeError(`${model}.${field} leads to ${relation.isList ? 'many rows' : 'one row'}: write ${remedy}.`);
  }
  const target = { ...place, model: relation.type };
  if (to === 'many') {
    // a subquery, outside of which nobody sees whether a condition is false or unknown
    return { [field]: { [exists ? 'some' : 'none']: condition({ ...target, isNegated: false }) } };
  }
  return { [field]: exists ? { is: condition(target) } : { isNot: condition({ ...target, isNegated: true }) } };
}
