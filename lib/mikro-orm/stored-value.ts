import type { Comparable } from '../index.js';
import type { ComparableProperty } from './comparable-property.js';
import { dialectOf } from './dialect.js';
import type { Platform } from './orm.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * The value as the database stores it, when an entity that is read back would hold this very value. Otherwise nothing: no
 * entity holds it, so nothing is equal to it, whatever the database makes of `'1abc' = 1`.
 */
export function storedValue(at: ComparableProperty, value: Comparable, platform: Platform): unknown {
  const { customType } = at.property;
  try {
    const context = { fromQuery: true, mode: 'query' };
    const stored = customType === undefined ? value : customType.convertToDatabaseValue(value, platform, context);
    const read = asRead(at, stored, platform);
    if (read === undefined) return undefined;
    return isSame(customType === undefined ? read : customType.convertToJSValue(read, platform), value)
      ? stored
      : undefined;
  } catch {
    // a type that cannot store such a value
    return undefined;
  }
}

function isSame(held: unknown, value: Comparable): boolean {
  if (value instanceof Date) return held instanceof Date && held.getTime() === value.getTime();
  return held === value;
}

/** What the database answers for a value that was stored, before its type converts it. */
function asRead({ kind, property }: ComparableProperty, stored: unknown, platform: Platform): unknown {
  if (property.enum === true && property.items?.includes(stored) !== true) return undefined;
  switch (kind) {
    case 'text':
    case 'enum':
      return asText(String(stored), platform);
    case 'uuid':
      return UUID.test(String(stored)) ? String(stored).toLowerCase() : undefined;
    case 'boolean':
      return typeof stored === 'boolean' ? stored : undefined;
    case 'day':
      return DAY.test(String(stored)) ? stored : undefined;
    case 'instant':
      return stored instanceof Date ? stored : undefined;
    case 'integer': {
      const number = asNumber(stored);
      return Number.isSafeInteger(number) ? number : undefined;
    }
    case 'float':
      return asNumber(stored);
    case 'bigint':
      return asBigint(stored);
    case 'decimal':
      return asDecimal(String(stored), property.columnTypes?.[0] as string);
  }
}

// what is not well-formed is replaced on the way to the database, and PostgreSQL stores no NUL
function asText(text: string, platform: Platform): string | undefined {
  const encoded = Buffer.from(text).toString();
  return dialectOf(platform).dialect === 'postgres' && encoded.includes('\0') ? undefined : encoded;
}

function asNumber(stored: unknown): number | undefined {
  const number = typeof stored === 'string' && !DECIMAL.test(stored) ? NaN : Number(stored);
  return Number.isFinite(number) ? number : undefined;
}

function asBigint(stored: unknown): string | undefined {
  if (!/^-?\d+$/.test(String(stored))) return undefined;
  const number = BigInt(String(stored));
  return BigInt.asIntN(64, number) === number ? String(number) : undefined;
}

/** With as many zeros as the column has, which is what an entity holds of a decimal that is read as a text. */
function asDecimal(text: string, columnType: string): string | undefined {
  const [, sign, whole, fraction] = /^(-?)0*(\d+?)(?:\.(\d+?)0*)?$/.exec(text) ?? [];
  const scale = Number(/,\s*(\d+)/.exec(columnType)?.[1] ?? 0);
  if (whole === undefined) return undefined;
  const digits = fraction === undefined || /^0*$/.test(fraction) ? '' : fraction;
  if (digits.length > scale) return undefined;
  const number = scale === 0 ? whole : `${whole}.${digits.padEnd(scale, '0')}`;
  return /[1-9]/.test(number) ? `${String(sign)}${number}` : number;
}
