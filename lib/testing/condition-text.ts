import type { FieldComparison, QueryLanguage } from '../index.js';

const SIGNS: Readonly<Record<FieldComparison, string>> = {
  equals: '=',
  differs: '!=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
};

/** Says a scope in words, in the form in which expressions are written. */
export const CONDITION_TEXT: QueryLanguage<string> = {
  all: () => 'all',
  none: () => 'none',
  compare: (field, comparison, value) => `${field} ${SIGNS[comparison]} ${literal(value)}`,
  in: (field, values, negated) => `${field} ${negated ? 'not in' : 'in'} (${values.map(literal).join(', ')})`,
  subquery: (field, { words }, negated) => `${field} ${negated ? 'is not' : 'is'} ${words}`,
  null: (field, negated) => `${field} ${negated ? 'is not null' : 'is null'}`,
  and: (conditions) => `and(${conditions.join(', ')})`,
  or: (conditions) => `or(${conditions.join(', ')})`,
  related({ field, to, exists }, condition) {
    const quantity = exists ? (to === 'many' ? 'some ' : '') : 'no ';
    return `${quantity}${field}(${condition(CONDITION_TEXT)})`;
  },
};

type Literal = Parameters<QueryLanguage<string>['compare']>[2];

function literal(value: Literal): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? `${value}n` : String(value);
}
