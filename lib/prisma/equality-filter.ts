import type { Comparable } from '../index.js';
import type { ComparableField } from './comparable-field.js';
import type { Dialect } from './dialect.js';
import { ALL, type Filter, join, NONE } from './filter.js';
import { canHold, expectWritable } from './held-value.js';

/** The rows whose field is among the values, or is not, and is not null. */
export function amongFilter(
  at: ComparableField,
  values: readonly Comparable[],
  negated: boolean,
  dialect: Dialect,
): Filter {
  const held = values.filter((value) => canHold(at, value));
  for (const value of held) expectWritable(at, value);
  switch (at.kind) {
    case 'instant':
      return join(
        negated ? 'AND' : 'OR',
        (held as Date[]).map((date) => instantFilter(at, date, negated)),
      );
    case 'boolean': {
      const wanted = [true, false].filter((value) => held.includes(value) !== negated);
      if (wanted.length !== 1) return wanted.length === 0 ? NONE : notNull(at);
      // MySQL keeps a number, of which all but 1 are read as false
      return { [at.field]: dialect === 'mysql' && wanted[0] === false ? { not: true } : { equals: wanted[0] } };
    }
    default:
      if (held.length === 0) return negated ? notNull(at) : NONE;
      if (held.length === 1) return { [at.field]: { [negated ? 'not' : 'equals']: held[0] } };
      return { [at.field]: { [negated ? 'notIn' : 'in']: held } };
  }
}

/** The rows whose field is not null, which Prisma has no word for where it never is. */
export function notNull({ field, isOptional }: ComparableField): Filter {
  return isOptional ? { [field]: { not: null } } : ALL;
}

// a row holds milliseconds, and forgets what the database knows of the rest
function instantFilter({ field }: ComparableField, date: Date, negated: boolean): Filter {
  const next = new Date(date.getTime() + 1);
  return negated
    ? { OR: [{ [field]: { lt: date } }, { [field]: { gte: next } }] }
    : { [field]: { gte: date, lt: next } };
}
