import type { Comparable } from '../index.js';
import type { ComparableField } from './comparable-field.js';
import { canHold, expectWritable } from './held-value.js';
import type { Filter } from './place.js';

/** The rows whose field is among the values, or is not and is not null. */
export function amongFilter(at: ComparableField, values: readonly Comparable[], negated: boolean): Filter {
  const { field, kind, place } = at;
  const held = values.filter((value) => canHold(at, value));
  const [only] = held;
  if (only === undefined) return negated ? notNull(at) : place.none;
  for (const value of held) expectWritable(at, value);
  if (kind === 'boolean') return truthFilter(at, held, negated);
  const each = negated ? 'AND' : 'OR';
  if (kind === 'instant') return { [each]: (held as Date[]).map((date) => instantFilter(at, date, negated)) };
  const one = (value: Comparable): Filter => ({ [field]: { [negated ? 'not' : 'equals']: value } });
  if (held.length === 1) return one(only);
  // in a list, Prisma rounds a number to sixteen digits
  if (kind === 'float') return { [each]: held.map(one) };
  return { [field]: { [negated ? 'notIn' : 'in']: held } };
}

/** The rows whose field is not null, which Prisma refuses to ask for where it never is. */
export function notNull({ field, isOptional, place }: ComparableField): Filter {
  return isOptional ? { [field]: { not: null } } : place.all;
}

function truthFilter(at: ComparableField, held: readonly Comparable[], negated: boolean): Filter {
  const { field, place } = at;
  const [first, second] = [true, false].filter((value) => held.includes(value) !== negated);
  if (first === undefined) return place.none;
  if (second !== undefined) return notNull(at);
  // MySQL keeps a number, and all but 1 are read as false
  return { [field]: place.dialect === 'mysql' && !first ? { not: true } : { equals: first } };
}

// a row holds milliseconds, and forgets what the database knows of the rest
function instantFilter({ field }: ComparableField, date: Date, negated: boolean): Filter {
  const next = new Date(date.getTime() + 1);
  return negated
    ? { OR: [{ [field]: { lt: date } }, { [field]: { gte: next } }] }
    : { [field]: { gte: date, lt: next } };
}
