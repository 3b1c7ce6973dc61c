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
  if (at.absent === null) return condition(at, { $eq: nothing });
  if (at.absent === undefined) expectPresence(at.path, at.name);
  return orAbsent(at, { $eq: nothing, $exists: true }, false);
}

/**
 * A condition that is met by no document which lacks the path, and beside it those documents, if it is met by what they hold
 * in memory.
 * @throws TypeError under a negation, for a path that Mongoose may leave out of a document
 */
function orAbsent(at: ComparablePath, operators: Filter, isMet: boolean): Filter {
  const { path, name, absent, ground } = at;
  const found = condition(at, operators);
  if (absent === undefined && ground.isWide) expectPresence(path, name);
  const isFound = absent === undefined ? ground.isWide : absent !== null && isMet;
  return isFound ? { $or: [found, condition(at, { $exists: false })] } : found;
}

function condition({ key, ground }: ComparablePath, operators: Filter): Filter {
  return { [key]: ground.trusted(operators) };
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
