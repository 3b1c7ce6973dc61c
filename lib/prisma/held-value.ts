import type { Comparable } from '../index.js';
import type { ComparableField } from './comparable-field.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const [EARLIEST, LATEST] = [Date.parse('0001-01-02'), Date.parse('9999-12-30')];

/** How many milliseconds a day has. */
export const DAY = 86_400_000;

/** The smallest and the largest value of a field of integers. */
export const BOUNDS = {
  int16: [-(2 ** 15), 2 ** 15 - 1],
  integer: [-(2 ** 31), 2 ** 31 - 1],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

/**
 * Whether a row can hold this very value. What no row holds equals nothing, and is not handed to Prisma, which would take
 * 1.5 for 1, or answer with an error.
 */
export function canHold({ kind, members }: ComparableField, value: Comparable): boolean {
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      return typeof value === 'string' && isStorable(value);
    case 'enum':
      return members.has(value as string);
    case 'uuid':
      return typeof value === 'string' && UUID.test(value);
    case 'int16':
    case 'integer':
      return Number.isInteger(value) && isBetween(value as number, BOUNDS[kind]);
    case 'bigint':
      return typeof value === 'bigint' && isBetween(value, BOUNDS.bigint);
    case 'float':
      return typeof value === 'number';
    case 'instant':
      return value instanceof Date;
    case 'day':
      return value instanceof Date && value.getTime() % DAY === 0;
  }
}

/**
 * Refuses values that do not reach the database as they are.
 * @throws TypeError for a date of a year that has not four digits, and for a number so large that Prisma rounds it
 */
export function expectWritable({ kind, name }: ComparableField, value: Comparable): void {
  const isWritable =
    value instanceof Date
      ? isBetween(value.getTime(), [EARLIEST, LATEST])
      : kind !== 'float' || Math.abs(value as number) <= Number.MAX_SAFE_INTEGER;
  if (isWritable) return;
  throw new TypeError(`${name} cannot be compared with ${String(value)}, which Prisma does not write down exactly.`);
}

// what is not well-formed is replaced on the way to the database, and PostgreSQL stores no NUL
function isStorable(text: string): boolean {
  return Buffer.from(text).toString() === text && !text.includes('\0');
}

function isBetween<T extends number | bigint>(value: T, [smallest, largest]: readonly [T, T]): boolean {
  return value >= smallest && value <= largest;
}
