import type { Related } from '../index.js';
import { type Filter, type Place, placeOf } from './place.js';

/**
 * The rows that have, or do not have, a related row.
 * @throws TypeError for a relation that is not there, or leads to another number of rows than the condition says
 */
export function relatedFilter(
  place: Place,
  { field, to, exists }: Related,
  condition: (target: Place) => Filter,
): Filter {
  const { model, fields, schema } = place;
  const relation = fields.get(field);
  if (relation === undefined || !schema.models.has(relation.type)) {
    throw new TypeError(`${model} has no relation \`${field}\`, which where() of a permission follows.`);
  }
  if (relation.isList !== (to === 'many')) {
    const remedy = relation.isList ? `{ ${field}: { some: { … } } }` : `{ ${field}: { … } }`;
    throw new TypeError(`${model}.${field} leads to ${relation.isList ? 'many rows' : 'one row'}: write ${remedy}.`);
  }
  const target = placeOf(relation.type, place);
  // nobody sees from outside of a subquery whether a condition is false or unknown
  if (to === 'many') return { [field]: { [exists ? 'some' : 'none']: condition(target) } };
  if (!exists) return { [field]: { isNot: condition({ ...target, isNegated: true }) } };
  return { [field]: { is: condition({ ...target, isNegated: place.isNegated }) } };
}
