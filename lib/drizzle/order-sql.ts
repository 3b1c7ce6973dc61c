import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Comparable, FieldComparison } from '../index.js';
import { boundMoment, boundNumber } from './bound-value.js';
import type { ComparableColumn } from './comparable-column.js';
import { canHold, isOfItsType } from './held-value.js';

type Order = Exclude<FieldComparison, 'equals' | 'differs'>;

const SIGNS: Readonly<Record<Order, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

/**
 * The rows whose column lies before or behind a value.
 * @throws TypeError for a value of another type than rows hold, which in memory is neither before nor behind
 */
export function orderSql(at: ComparableColumn, order: Order, value: Comparable): SQL {
  const isOrdered = isOfItsType(at, value) && (canHold(at, value) || at.kind === 'integer');
  if (!isOrdered) {
    throw new TypeError(
      `${at.name} cannot be ordered against ${String(value)} (${typeof value}), which no row holds there: compare it ` +
        'with a value of the type that Drizzle reads.',
    );
  }
  const condition =
    value instanceof Date ? momentsSql(at, order, value) : numbersSql(at, order, value as number | bigint);
  const limit = LIMITS[`${at.dialect} ${at.kind} ${order.startsWith('g') ? '>' : '<'}`];
  return limit === undefined ? condition : sql`(${condition} and ${limit(at.sql)})`;
}

/** What databases put before or behind all others, and memory, which reads NaN or no date at all there, does not. */
const LIMITS: Readonly<Partial<Record<string, (column: SQLWrapper) => SQL>>> = {
  'postgres float >': (column) => sql`${column} < 'NaN'`,
  'postgres instant >': (column) => sql`${column} < 'infinity'`,
  'postgres instant <': (column) => sql`${column} > '-infinity'`,
  'mysql instant <': (column) => sql`year(${column}) > 0`,
  // SQLite puts texts behind all numbers, and stores them in any column
  'sqlite integer >': (column) => sql`${column} < ''`,
  'sqlite float >': (column) => sql`${column} < ''`,
  'sqlite instant >': (column) => sql`${column} < ''`,
};

function momentsSql(at: ComparableColumn, order: Order, date: Date): SQL {
  // Drizzle reads milliseconds, and forgets what the database knows of the rest
  const from = date.getTime() + (order === 'gt' || order === 'lte' ? 1 : 0);
  return sql`${at.sql} ${sql.raw(order.startsWith('g') ? '>=' : '<')} ${boundMoment(at, from)}`;
}

function numbersSql(at: ComparableColumn, order: Order, value: number | bigint): SQL {
  const { kind, dialect, sql: column } = at;
  if (kind === 'integer' && dialect !== 'sqlite' && !Number.isInteger(value)) {
    // an integer lies behind a fraction when it lies behind the integer before it
    const floor = boundNumber(at, Math.floor(value as number));
    return sql`${column} ${sql.raw(order.startsWith('g') ? '>' : '<=')} ${floor}`;
  }
  return sql`${column} ${sql.raw(SIGNS[order])} ${boundNumber(at, value)}`;
}
