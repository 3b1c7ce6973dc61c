import { trustedProperty } from '../context/trusted-property.js';
import type { Comparison, Condition } from './condition.js';
import { SUBQUERY } from './subquery.js';
import type { Comparable } from './where.js';

/**
 * The meaning of a condition in memory. It is two-valued: a null is simply not equal, and the negation of that holds.
 * @throws TypeError for a field or relation that the object does not have loaded: absent is not "different"
 */
export function matches(condition: Condition, object: object): boolean {
  switch (condition.kind) {
    case 'every':
      return condition.conditions.every((each) => matches(each, object));
    case 'compare':
      return compare(read(object, condition.field), condition.comparison, condition.value, condition.field);
    case 'in': {
      const value = read(object, condition.field);
      const found = condition.values.some((candidate) => compare(value, 'equals', candidate, condition.field));
      return found !== condition.negated;
    }
    case 'subquery': {
      const { field, subquery } = condition;
      throw new TypeError(
        `Whether \`${field}\` is ${subquery.words} is known to the database: give the scope to a query, as ` +
          `nestjs-permissions/${subquery[SUBQUERY]} does.`,
      );
    }
    case 'related': {
      const related = read(object, condition.field);
      return related !== null && matches(condition.condition, loadedObject(related, condition.field));
    }
    case 'some':
      return elements(read(object, condition.field), condition.field).some((element) =>
        matches(condition.condition, loadedObject(element, condition.field)),
      );
  }
}

function read(object: object, field: string): unknown {
  const value = trustedProperty(object, field);
  if (value === undefined) {
    throw new TypeError(
      `\`${field}\` is not loaded: select the field, or join the relation, where the object is loaded.`,
    );
  }
  return value;
}

function compare(value: unknown, comparison: Comparison, operand: Comparable | null, field: string): boolean {
  const [left, right] = [scalar(value, field), operand instanceof Date ? operand.getTime() : operand];
  switch (comparison) {
    case 'equals':
      return sameKind(value, operand) && left === right;
    case 'not':
      return !(sameKind(value, operand) && left === right);
    default:
      if (left === null || right === null || !sameKind(value, operand)) return false;
  }
  switch (comparison) {
    case 'gt':
      return left > right;
    case 'gte':
      return left >= right;
    case 'lt':
      return left < right;
    case 'lte':
      return left <= right;
  }
}

// a date is never equal to the number of its milliseconds
function sameKind(value: unknown, operand: unknown): boolean {
  return value instanceof Date === operand instanceof Date && typeof value === typeof operand;
}

function scalar(value: unknown, field: string): string | number | bigint | boolean | null {
  if (value instanceof Date) return value.getTime();
  if (value === null) return null;
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    default:
      throw new TypeError(
        `\`${field}\` holds an object, which cannot be compared with a value; compare one of its fields.`,
      );
  }
}

function loadedObject(value: unknown, field: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Promise) {
    throw new TypeError(`\`${field}\` is no loaded relation to one object: join it where the object is loaded.`);
  }
  return value;
}

function elements(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new TypeError(`\`${field}\` is no loaded relation to many objects: join it where the object is loaded.`);
  }
  return value;
}
