import type { Comparable } from '../../lib/permission/where.js';
import type { QueryLanguage } from '../../lib/scope/query-language.js';

export type Row = Readonly<Record<string, unknown>>;

/** The answer of a condition in SQL: true, false, or null where a null makes it unknown. */
export type Unsure = boolean | null;

type Query = (row: Row) => Unsure;

const compared = (row: Row, field: string, holds: (value: Comparable) => boolean): Unsure =>
  row[field] === null ? null : holds(row[field] as Comparable);

/** The rows of a query as a database finds them: comparisons with null are unknown, and unknown rows are not found. */
export const rowsLikeSql: QueryLanguage<Query> = {
  all: () => () => true,
  none: () => () => false,
  compare: (field, comparison, operand) => (row) =>
    compared(row, field, (value) => {
      switch (comparison) {
        case 'equals':
          return value === operand;
        case 'differs':
          return value !== operand;
        case 'gt':
          return value > operand;
        case 'gte':
          return value >= operand;
        case 'lt':
          return value < operand;
        case 'lte':
          return value <= operand;
      }
    }),
  in: (field, values, negated) => {
    if (values.length === 0) throw new Error('There must be at least one value.');
    return (row) => compared(row, field, (value) => values.includes(value) !== negated);
  },
  null: (field, negated) => (row) => (row[field] === null) !== negated,
  and: (conditions) => joined(conditions, false),
  or: (conditions) => joined(conditions, true),
  related: ({ field, to, exists }, condition) => {
    const meets = condition(rowsLikeSql);
    return (row) => {
      const related = to === 'many' ? (row[field] as readonly Row[]) : [row[field] as Row | null];
      return related.some((each) => each !== null && meets(each) === true) === exists;
    };
  },
};

function joined(conditions: readonly Query[], deciding: boolean): Query {
  if (conditions.length < 2) throw new Error('There must be at least two conditions.');
  return (row) => {
    const answers = conditions.map((condition) => condition(row));
    if (answers.includes(deciding)) return deciding;
    return answers.includes(null) ? null : !deciding;
  };
}
