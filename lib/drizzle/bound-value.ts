import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { ComparableColumn } from './comparable-column.js';

/** Binds a number or a bigint. */
export function boundNumber({ column, kind, dialect }: ComparableColumn, value: number | bigint): SQLWrapper {
  // PostgreSQL takes a parameter for the type of the column, in which not every number has room
  if (dialect === 'postgres' && kind !== 'float') return sql`cast(${sql.param(String(value))} as bigint)`;
  return sql.param(value, column);
}

/** Binds a moment, in milliseconds. */
export function boundMoment({ column, dialect }: ComparableColumn, time: number): SQLWrapper {
  // Drizzle rounds to the seconds that such a column of SQLite holds
  if (dialect === 'sqlite') return sql.param((column as { mode?: string }).mode === 'timestamp' ? time / 1_000 : time);
  return sql.param(new Date(time), column);
}

/** The rows whose moment, of which Drizzle reads the milliseconds and forgets the rest, is this one. */
export function momentSql(at: ComparableColumn, date: Date): SQL {
  const [from, to] = [boundMoment(at, date.getTime()), boundMoment(at, date.getTime() + 1)];
  return sql`(${at.sql} >= ${from} and ${at.sql} < ${to})`;
}
