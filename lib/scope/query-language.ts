import type { Subquery } from '../permission/subquery.js';
import type { Comparable } from '../permission/where.js';

/** How a field is compared. `differs` is never said of a null: what a null means is always spelled out. */
export type FieldComparison = 'equals' | 'differs' | 'gt' | 'gte' | 'lt' | 'lte';

/** Objects on the other side of a relation. */
export interface Related {
  readonly field: string;
  /** Whether the relation leads to one object, or to many of which some meet the condition. */
  readonly to: 'one' | 'many';
  /** Whether there must be such an object, or must not. */
  readonly exists: boolean;
}

/**
 * What an adapter must be able to say in the language of its queries. Negations are pushed down to the fields and nulls
 * are spelled out before, so a word may mean what it means in SQL, where a null makes a comparison neither true nor false.
 * Values are bound, never spelled into a query; fields are looked up, never taken as they come.
 * @typeParam Q a condition of the query
 */
export interface QueryLanguage<Q> {
  /** Every row. */
  all(): Q;
  /** No row: a constant, never the absence of a condition. */
  none(): Q;
  /** The rows whose field compares so with the value, which is never null. */
  compare(field: string, comparison: FieldComparison, value: Comparable): Q;
  /** The rows whose field is among the values, or is not; there is at least one. */
  in(field: string, values: readonly Comparable[], negated: boolean): Q;
  /**
   * The rows whose field is among the values of a subquery, or is not; a null is not. Only for adapters that make subqueries.
   * @internal
   */
  subquery?(field: string, subquery: Subquery, negated: boolean): Q;
  /** The rows whose field is null, or is not. */
  null(field: string, negated: boolean): Q;
  /** The rows that meet all conditions; there are at least two. */
  and(conditions: readonly Q[]): Q;
  /** The rows that meet one of the conditions; there are at least two. */
  or(conditions: readonly Q[]): Q;
  /**
   * The rows that have, or do not have, a related object that meets the condition. It must neither repeat nor lose rows.
   * @param condition says the condition in the language of the related rows
   */
  related(relation: Related, condition: <R>(language: QueryLanguage<R>) => R): Q;
}
