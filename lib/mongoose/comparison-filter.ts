import type { Comparable, FieldComparison } from '../index.js';
import { expectPresence } from './absent-value.js';
import type { ComparablePath } from './comparable-path.js';
import type { Filter } from './ground.js';
import { isSame, storedNull, storedValue } from './stored-value.js';

type Order = Exclude<FieldComparison, 'equals' | 'differs'>;

/** The documents whose path holds one of the values, or another one; what no document can hold is not among them. */
export function amongFilter(at: ComparablePath, values: readonly Comparable[], negated: boolean): Filter {
  const stored = values.map((value) => storedValue(at, value)).filter((value) => value !== undefined);
  const isAmong = values.some((value) => isSame(value, at.absent));
  if (negated) return orAbsent(at, { $nin: [...stored, storedNull(at.path, at.name)] }, !isAmong);
  return orAbsent(at, stored.length === 1 ? { $eq: stored[0] } : { $in: stored }, isAmong);
}

/**
 * The documents whose path lies before or behind a value.
 * @throws TypeError for a value of another type than documents hold, which in memory is neither before nor behind
 */
export function orderFilter(at: ComparablePath, order: Order, value: Comparable): Filter {
  const stored = ['number', 'bigint', 'date'].includes(at.kind) ? storedValue(at, value) : undefined;
  if (stored === undefined) {
    throw new TypeError(
      `${at.name} cannot be ordered against ${String(value)} (${typeof value}), which is not of the type that documents ` +
        `hold there: ${at.path.instance}.`,
    );
  }
  return orAbsent(at, { [`$${order}`]: stored }, lies(at.absent as Comparable, order, value));
}

/**
 * The documents whose path is null, or is not.
 * @throws TypeError for a path that documents may lack, of which memory could not say whether it is null
 */
export function nullFilter(at: ComparablePath, negated: boolean): Filter {
  const nothing = storedNull(at.path, at.name);
  if (negated) return orAbsent(at, { $ne: nothing }, true);
  expectPresence(at.path, at.name);
  return condition(at, at.absent === null ? { $eq: nothing } : { $eq: nothing, $exists: true });
}

/**
 * A condition on the path, of which `holds` says whether it is met by what a document holds that lacks the path. The
 * operators are met by no document of that kind, and by no null.
 */
function orAbsent(at: ComparablePath, operators: Filter, holds: boolean): Filter {
  const found = condition(at, operators);
  if (at.absent === undefined || at.absent === null || !holds) return found;
  return { $or: [found, condition(at, { $exists: false })] };
}

function condition({ key, trusted }: ComparablePath, operators: Filter): Filter {
  return { [key]: trusted(operators) };
}

function lies(held: Comparable, order: Order, value: Comparable): boolean {
  switch (order) {
    case 'gt':
      return held > value;
    case 'gte':
      return held >= value;
    case 'lt':
      return held < value;
    case 'lte':
      return held <= value;
  }
}
