import type { Comparable } from '../index.js';
import type { ColumnKind, Dialect } from './column-kind.js';
import type { ComparableColumn } from './comparable-column.js';

/** What rows hold in columns of a kind, once Drizzle has read them. */
const TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'string',
  enum: 'string',
  uuid: 'string',
  day: 'string',
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  bigint: 'bigint',
  instant: 'date',
};

/** Whether rows hold values of this type there; `'1abc' = 1` is only true in a database. */
export function isOfItsType({ kind }: ComparableColumn, value: Comparable): boolean {
  return TYPES[kind] === (value instanceof Date ? 'date' : typeof value);
}

/**
 * Whether a row can hold the value, so that something may be equal to it.
 * @throws TypeError for a number or a date that stands for several, which the database tells apart
 */
export function canHold(at: ComparableColumn, value: Comparable): boolean {
  if (!isOfItsType(at, value)) return false;
  const { kind, dialect } = at;
  switch (kind) {
    case 'boolean':
      return true;
    case 'integer':
      expectExact(at, Number.isSafeInteger(Math.trunc(value as number)), value);
      // SQLite stores any number in any column
      return dialect === 'sqlite' || Number.isInteger(value);
    case 'float':
      expectExact(at, Number.isFinite(value), value);
      return true;
    case 'bigint':
      // a bigint may be unsigned in MySQL
      return dialect === 'mysql' || BigInt.asIntN(64, value as bigint) === value;
    case 'instant':
      expectExact(at, dialect === 'sqlite' || hasPlainYear(value as Date), value);
      return true;
    default:
      return isStored(dialect, value as string);
  }
}

function expectExact({ name }: ComparableColumn, isExact: boolean, value: Comparable): void {
  if (isExact) return;
  throw new TypeError(
    `${name} cannot be compared with ${value instanceof Date ? value.toISOString() : String(value)}, which is beyond ` +
      'what is read from such a column exactly: let where() answer a boolean instead.',
  );
}

// other years are written in other ways by databases and by JavaScript
function hasPlainYear(date: Date): boolean {
  return date.getTime() >= Date.UTC(1000, 0) && date.getTime() < Date.UTC(9999, 11, 31);
}

// what is not well-formed is replaced on the way to the database, and PostgreSQL stores no NUL
function isStored(dialect: Dialect, text: string): boolean {
  return Buffer.from(text).toString() === text && !(dialect === 'postgres' && text.includes('\0'));
}
