import type { DataSource } from 'typeorm';
import type { Comparable } from '../index.js';
import type { ComparableColumn } from './comparable-column.js';
import { dialectOf } from './dialect.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const [SMALLEST, LARGEST] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * The value as the database stores it, when an entity that is read back would hold this very value. Otherwise nothing: no
 * entity holds it, so nothing is equal to it, whatever the database makes of `'1abc' = 1`.
 */
export function storedValue(at: ComparableColumn, value: Comparable, dataSource: DataSource): unknown {
  const { driver } = dataSource;
  try {
    const stored: unknown = driver.preparePersistentValue(value, at.column);
    const read = asRead(at, stored, dataSource);
    if (read === undefined) return undefined;
    return isSame(driver.prepareHydratedValue(read, at.column), value) ? stored : undefined;
  } catch {
    // a transformer, or TypeORM, that cannot store a value of this type
    return undefined;
  }
}

function isSame(held: unknown, value: Comparable): boolean {
  if (value instanceof Date) return held instanceof Date && held.getTime() === value.getTime();
  return held === value;
}

/** What the database answers for a value that was stored, before TypeORM looks at it. */
function asRead({ kind, column }: ComparableColumn, stored: unknown, dataSource: DataSource): unknown {
  switch (kind) {
    case 'text':
      return asText(String(stored), dataSource);
    case 'enum':
      return (column.enum as readonly unknown[]).map(String).includes(String(stored)) ? String(stored) : undefined;
    case 'uuid':
      return UUID.test(String(stored)) ? String(stored).toLowerCase() : undefined;
    case 'boolean':
      return typeof stored === 'boolean' || stored === 0 || stored === 1 ? Boolean(stored) : undefined;
    case 'day':
      return DAY.test(String(stored)) ? stored : undefined;
    case 'instant':
      return stored;
    case 'integer': {
      const number = asNumber(stored);
      return Number.isSafeInteger(number) ? number : undefined;
    }
    case 'float':
      return asNumber(stored);
    case 'bigint':
      return asBigint(stored);
    case 'decimal':
      return typeof stored !== 'string' || DECIMAL.test(stored) ? String(stored) : undefined;
  }
}

// what is not well-formed is replaced on the way to the database, and PostgreSQL stores no NUL
function asText(text: string, dataSource: DataSource): string | undefined {
  const encoded = Buffer.from(text).toString();
  return dialectOf(dataSource) === 'postgres' && encoded.includes('\0') ? undefined : encoded;
}

function asNumber(stored: unknown): number | undefined {
  const number = typeof stored === 'string' && !DECIMAL.test(stored) ? NaN : Number(stored);
  return Number.isFinite(number) ? number : undefined;
}

function asBigint(stored: unknown): string | undefined {
  if (!/^-?\d+$/.test(String(stored))) return undefined;
  const number = BigInt(String(stored));
  return number >= SMALLEST && number <= LARGEST ? String(number) : undefined;
}
