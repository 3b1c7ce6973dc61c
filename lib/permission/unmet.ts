import type { Condition } from './condition.js';
import { matches } from './matches.js';

/**
 * Why an object does not meet a condition, in words for a log: the first field that says no, and the types when they
 * differ, but no value.
 * @param userId to tell "not the user's id" from other values
 */
export function unmet(condition: Condition, object: object, userId: unknown): string {
  const held = (field: string): unknown => (object as Readonly<Record<string, unknown>>)[field];
  switch (condition.kind) {
    case 'every': {
      const failing = condition.conditions.find((each) => !matches(each, object)) as Condition;
      return unmet(failing, object, userId);
    }
    case 'compare': {
      const { field, comparison, value } = condition;
      if (comparison === 'not') return `${field} is the excluded value`;
      const types =
        typeName(held(field)) === typeName(value) ? '' : `; ${typeName(held(field))} and ${typeName(value)}`;
      if (comparison !== 'equals') return `${field} is out of range${types}`;
      return `${field} is not ${value === userId ? "the user's id" : 'the value that is asked for'}${types}`;
    }
    case 'in':
      return `${condition.field} is ${condition.negated ? 'among the excluded values' : 'not among the values'}`;
    case 'subquery':
      return `${condition.field} is not ${condition.subquery.words}`;
    case 'related': {
      const related = held(condition.field);
      if (related === null) return `${condition.field} is null`;
      return `${condition.field}.${unmet(condition.condition, related as object, userId)}`;
    }
    case 'some':
      return `${condition.field} has no such element`;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return value instanceof Date ? 'Date' : typeof value;
}
