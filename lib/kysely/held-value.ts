import type { Comparable } from '../index.js';
import type { ColumnKind, Dialect } from './column-kind.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const WHOLE = /^(0|-?[1-9]\d*)$/;
const SMALLEST = -(2n ** 63n);
const LARGEST: Readonly<Record<Dialect, bigint>> = {
  postgres: 2n ** 63n - 1n,
  // of a column that is unsigned
  mysql: 2n ** 64n - 1n,
  sqlite: 2n ** 63n - 1n,
};

/**
 * Whether a row can hold this very value in a column of this kind. Otherwise nothing is equal to it, whatever the database
 * makes of `'1abc' = 1`.
 */
export function canHold(kind: ColumnKind, value: Comparable, dialect: Dialect): boolean {
  switch (kind) {
    case 'text':
    case 'enum':
    case 'decimal as string':
      return typeof value === 'string' && isStorable(value, dialect);
    case 'uuid':
      return typeof value === 'string' && UUID.test(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'float':
      return typeof value === 'number' && (dialect !== 'mysql' || Number.isFinite(value));
    case 'bigint':
      return typeof value === 'bigint' && isInRange(value, dialect);
    case 'bigint as string':
      return typeof value === 'string' && WHOLE.test(value) && isInRange(BigInt(value), dialect);
    case 'instant':
      // PostgreSQL has dates that a row holds as an infinite number
      return value instanceof Date || value === Infinity || value === -Infinity;
  }
}

/** Whether a column of whole numbers can be as small, or as large. */
export function isInRange(value: number | bigint, dialect: Dialect): boolean {
  return value >= SMALLEST && value <= LARGEST[dialect];
}

// what is not well-formed is replaced on the way to the database, and PostgreSQL stores no NUL
function isStorable(text: string, dialect: Dialect): boolean {
  return Buffer.from(text).toString() === text && !(dialect === 'postgres' && text.includes('\0'));
}
