import type { Comparable, FieldComparison } from '../index.js';
import type { ComparableField } from './comparable-field.js';
import { notNull } from './equality-filter.js';
import { BOUNDS, DAY, expectWritable } from './held-value.js';
import type { Filter } from './place.js';

type Order = Exclude<FieldComparison, 'equals' | 'differs'>;

/**
 * The rows whose field lies before or behind a value.
 * @throws TypeError for a value of another type than rows hold, which in memory is neither before nor behind
 */
export function orderFilter(at: ComparableField, order: Order, value: Comparable): Filter {
  const { field, kind, name } = at;
  const isFrom = order.startsWith('g');
  if (value instanceof Date && (kind === 'instant' || kind === 'day')) {
    expectWritable(at, value);
    const time = value.getTime();
    if (kind === 'day') {
      return { [field]: { [isFrom ? 'gte' : 'lte']: new Date(nearestInteger(order, time / DAY) * DAY) } };
    }
    // a row holds milliseconds, and forgets what the database knows of the rest
    const behind = order === 'gt' || order === 'lte';
    return { [field]: { [isFrom ? 'gte' : 'lt']: behind ? new Date(time + 1) : value } };
  }
  if (typeof value === 'number' && kind === 'float') {
    expectWritable(at, value);
    // PostgreSQL puts NaN behind all numbers
    const limit = isFrom && at.place.dialect === 'postgres' ? { lte: 1e308 } : {};
    return { [field]: { [order]: value, ...limit } };
  }
  if (typeof value === 'number' && (kind === 'integer' || kind === 'int16')) {
    return boundedFilter(at, isFrom, nearestInteger(order, value), BOUNDS[kind]);
  }
  if (typeof value === 'bigint' && kind === 'bigint') {
    return boundedFilter(at, isFrom, order === 'gt' ? value + 1n : order === 'lt' ? value - 1n : value, BOUNDS.bigint);
  }
  throw new TypeError(
    `${name} cannot be ordered against ${String(value)} (${typeof value}), which is not of the type that rows hold there.`,
  );
}

/** The integer that is the first, or the last, in this order. */
function nearestInteger(order: Order, value: number): number {
  switch (order) {
    case 'gt':
      return Math.floor(value) + 1;
    case 'gte':
      return Math.ceil(value);
    case 'lt':
      return Math.ceil(value) - 1;
    case 'lte':
      return Math.floor(value);
  }
}

// to be asked for an integer that is too large is an error to PostgreSQL
function boundedFilter<T extends number | bigint>(
  at: ComparableField,
  isFrom: boolean,
  bound: T,
  [smallest, largest]: readonly [T, T],
): Filter {
  if (isFrom ? bound > largest : bound < smallest) return at.place.none;
  if (isFrom ? bound <= smallest : bound >= largest) return notNull(at);
  return { [at.field]: { [isFrom ? 'gte' : 'lte']: bound } };
}
