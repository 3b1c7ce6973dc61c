/** The key under which a subquery names the adapter that can say it. */
export const SUBQUERY: unique symbol = Symbol.for('nestjs-permissions:subquery');

/**
 * Values that only a database knows, in the place of a list: `{ id: { in: subquery } }`. An entry point makes it, and its
 * adapter says it; every other adapter, and a comparison in memory, refuses it.
 * @internal
 */
export interface Subquery {
  /** The name of the entry point. */
  readonly [SUBQUERY]: string;
  /** What the values are, for people. */
  readonly words: string;
}

/** Whether a value of a condition is a subquery, of whichever copy of this package. */
export function isSubquery(value: unknown): value is Subquery {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, SUBQUERY);
}
