import { isPlainObject } from '../context/plain-object.js';
import type { Comparison, Condition } from './condition.js';
import { isSubquery } from './subquery.js';
import type { Comparable } from './where.js';

const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['not', 'gt', 'gte', 'lt', 'lte']);
const OPERATORS: ReadonlySet<string> = new Set([...COMPARISONS, 'in', 'notIn', 'some']);

/**
 * Validates the conditions that `where()` answered.
 * @throws TypeError for everything that could mean "no condition at all", or that databases and memory judge differently
 */
export function parseWhere(where: unknown, path = ''): Condition {
  if (!isPlainObject(where)) throw new TypeError(`${place(path)} is ${kindOf(where)} where conditions are needed.`);
  const fields = Object.keys(where);
  if (fields.length === 0)
    throw new TypeError(`${place(path)} is {}, which says nothing; write \`true\` for every object.`);
  const conditions = fields.map((field) => parseMember(field, where[field], path === '' ? field : `${path}.${field}`));
  const [only] = conditions;
  return only !== undefined && conditions.length === 1 ? only : Object.freeze({ kind: 'every', conditions });
}

function parseMember(field: string, value: unknown, path: string): Condition {
  if (value === null || isComparable(value, path)) {
    return Object.freeze({ kind: 'compare', field, comparison: 'equals', value });
  }
  if (!isPlainObject(value)) throw new TypeError(`${place(path)} is ${kindOf(value)}, which no query can compare.`);
  const operators = Object.keys(value).filter((key) => OPERATORS.has(key));
  if (operators.length === 0) return Object.freeze({ kind: 'related', field, condition: parseWhere(value, path) });
  const [operator] = operators;
  if (operator === undefined || Object.keys(value).length !== 1) {
    throw new TypeError(`${place(path)} needs exactly one operator, and has ${Object.keys(value).join(', ')}.`);
  }
  return parseOperator(field, operator, value[operator], path);
}

function parseOperator(field: string, operator: string, operand: unknown, path: string): Condition {
  const at = `${path}.${operator}`;
  if (operator === 'some') return Object.freeze({ kind: 'some', field, condition: parseWhere(operand, at) });
  if (operator === 'in' && isSubquery(operand)) return Object.freeze({ kind: 'subquery', field, subquery: operand });
  if (operator === 'in' || operator === 'notIn') {
    return Object.freeze({ kind: 'in', field, values: parseList(operand, at), negated: operator === 'notIn' });
  }
  if (operator === 'not' && operand === null)
    return Object.freeze({ kind: 'compare', field, comparison: 'not', value: null });
  if (!isComparable(operand, at)) throw new TypeError(`${place(at)} is ${kindOf(operand)} where a value is needed.`);
  if (operator !== 'not' && (typeof operand === 'string' || typeof operand === 'boolean')) {
    throw new TypeError(
      `${place(at)} orders by ${typeof operand}: collations disagree; order numbers, bigints or dates.`,
    );
  }
  return Object.freeze({ kind: 'compare', field, comparison: operator as Comparison, value: operand });
}

function parseList(operand: unknown, path: string): readonly Comparable[] {
  if (!Array.isArray(operand)) throw new TypeError(`${place(path)} is ${kindOf(operand)} where an array is needed.`);
  return Object.freeze(
    operand.map((value: unknown, index) => {
      if (isComparable(value, `${path}[${String(index)}]`)) return value;
      throw new TypeError(`${place(`${path}[${String(index)}]`)} is ${kindOf(value)} where a value is needed.`);
    }),
  );
}

function isComparable(value: unknown, path: string): value is Comparable {
  if (Number.isNaN(value)) throw new TypeError(`${place(path)} is NaN, which equals nothing.`);
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new TypeError(`${place(path)} is an invalid date.`);
    return true;
  }
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

function place(path: string): string {
  return path === '' ? 'the answer' : `\`${path}\``;
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (typeof value !== 'object') return typeof value;
  return Array.isArray(value) ? 'an array' : 'an object of a class';
}
