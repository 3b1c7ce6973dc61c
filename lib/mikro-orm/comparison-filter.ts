import type { Comparable, FieldComparison } from '../index.js';
import type { ComparableProperty } from './comparable-property.js';
import { dialectOf } from './dialect.js';
import type { Condition, Platform } from './orm.js';
import type { PropertyKind } from './property-kind.js';
import { rawSql } from './raw-sql.js';
import { storedValue } from './stored-value.js';

type Order = Exclude<FieldComparison, 'equals' | 'differs'>;

const NUMERIC: ReadonlySet<PropertyKind> = new Set<PropertyKind>(['integer', 'float', 'bigint', 'decimal']);

/** Where a comparison stands. */
export interface Place {
  readonly at: ComparableProperty;
  readonly platform: Platform;
  /** The rows that are all, or none. */
  readonly constant: (holds: boolean) => Condition;
}

/** The rows whose property holds one of the values, or none of them; what no entity can hold is not among them. */
export function amongFilter(place: Place, values: readonly Comparable[], negated: boolean): Condition {
  const { at, platform, constant } = place;
  const stored = [
    ...new Set(values.map((value) => storedValue(at, value, platform)).filter((value) => value !== undefined)),
  ];
  if (stored.length === 0) return constant(negated);
  if (at.kind === 'instant') return instantsFilter(place, stored as Date[], negated);
  const exact = { [at.property.name]: { [negated ? '$nin' : '$in']: listed(place, stored, exactSql) } };
  if (negated || at.kind !== 'text' || !stored.every((value) => isAscii(value as string))) return exact;
  // the plain comparison can use an index, the other one makes it exact; all columns can hold ASCII
  return { $and: [{ [at.property.name]: { $in: listed(place, stored, () => '?') } }, exact] };
}

/**
 * The rows whose property lies before or behind a value.
 * @throws TypeError for a value of another type than entities hold, which in memory is neither before nor behind
 */
export function orderFilter(place: Place, order: Order, value: Comparable): Condition {
  const { at, platform } = place;
  const { name, customType } = at.property;
  if (at.kind === 'instant' && value instanceof Date) {
    // an entity holds milliseconds, and forgets what the database knows of the rest
    const behind = order === 'gt' || order === 'lte';
    return { [name]: { [order.startsWith('g') ? '$gte' : '$lt']: instant(place, behind ? afterwards(value) : value) } };
  }
  if (at.kind === 'integer' && customType === undefined && typeof value === 'number') {
    // a fraction lies between two integers
    const floor = Math.min(Math.max(Math.floor(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
    const sign = floor === value ? order : order.startsWith('g') ? 'gt' : 'lte';
    return { [name]: { [`$${sign}`]: listed(place, [floor], exactSql) } };
  }
  const stored = NUMERIC.has(at.kind) ? storedValue(at, value, platform) : undefined;
  // a type that keeps the number keeps the order
  if (stored === undefined || `${stored as number}` !== String(value)) {
    throw new TypeError(
      `${at.name} cannot be ordered against ${String(value)} (${typeof value}), which is not of the type that entities ` +
        'hold there, or not kept as it is: give the property a type that reads numbers or bigints.',
    );
  }
  return { [name]: { [`$${order}`]: listed(place, [stored], exactSql) } };
}

/** Values as they stand in a list, or for themselves. */
function listed({ at, platform }: Place, values: readonly unknown[], write: typeof exactSql): object {
  return rawSql(platform, values.map(() => write(at.kind, platform)).join(', '), values);
}

function exactSql(kind: PropertyKind, platform: Platform): string {
  const { dialect, exactText } = dialectOf(platform);
  if (kind === 'text') return exactText;
  if (dialect === 'postgres') return '?';
  switch (kind) {
    case 'enum':
      return exactText;
    // a text would be compared as a floating-point number
    case 'bigint':
      return 'cast(? as signed)';
    case 'decimal':
      return 'cast(? as decimal(65, 30))';
    default:
      return '?';
  }
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function instantsFilter(place: Place, dates: readonly Date[], negated: boolean): Condition {
  const { name } = place.at.property;
  const ranges = dates.map((date) => {
    const [from, to] = [instant(place, date), instant(place, afterwards(date))];
    if (negated) return { $or: [{ [name]: { $lt: from } }, { [name]: { $gte: to } }] };
    return { $and: [{ [name]: { $gte: from } }, { [name]: { $lt: to } }] };
  });
  return { [negated ? '$and' : '$or']: ranges };
}

function afterwards(date: Date): Date {
  return new Date(date.getTime() + 1);
}

function instant({ platform }: Place, date: Date): object {
  return rawSql(platform, '?', [date]);
}
