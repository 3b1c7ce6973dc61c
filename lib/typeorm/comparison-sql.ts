import type { DataSource } from 'typeorm';
import type { Comparable, FieldComparison } from '../index.js';
import type { ComparableColumn } from './comparable-column.js';
import type { ColumnKind } from './column-kind.js';
import { dialectOf } from './dialect.js';
import { storedValue } from './stored-value.js';

type Order = Exclude<FieldComparison, 'equals' | 'differs'>;

const SIGNS: Readonly<Record<Order, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' };

const NUMERIC: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['integer', 'float', 'bigint', 'decimal']);

/** Where a comparison stands. */
export interface Place {
  readonly at: ComparableColumn;
  /** The column as the statement names it. */
  readonly name: string;
  readonly dataSource: DataSource;
  /** Binds a value; answers what stands for it in the statement. */
  readonly bind: (value: unknown) => string;
}

/** The rows whose column holds one of the values; what no entity can hold is not among them. */
export function amongSql(place: Place, values: readonly Comparable[]): string {
  const { at, name, dataSource } = place;
  if (at.kind === 'instant') return instantsSql(place, values);
  const stored = values.map((value) => storedValue(at, value, dataSource)).filter((value) => value !== undefined);
  if (stored.length === 0) return '1=0';
  const among = (side: string, write: (value: unknown) => string): string => {
    const list = stored.map(write);
    return list.length === 1 ? `${side} = ${list.join()}` : `${side} IN (${list.join(', ')})`;
  };
  const dialect = dialectOf(dataSource);
  const plain = among(name, (value) => bound(place, value));
  // the plain comparison can use an index, the other one makes it exact
  const exactly = (side: string, write: (value: unknown) => string): string => `(${plain} AND ${among(side, write)})`;
  switch (at.kind) {
    case 'text':
    case 'enum':
      if (dialect === 'sqlite') return among(`${name} COLLATE BINARY`, (value) => place.bind(value));
      if (dialect === 'mysql') {
        const binary = (write: typeof among | typeof exactly): string =>
          write(bytes(name), (value) => bytes(place.bind(value)));
        return binary(isUnicode(at) ? exactly : among);
      }
      if (at.kind === 'enum' || at.column.collation === undefined) return plain;
      return exactly(`${name} COLLATE "C"`, (value) => place.bind(value));
    case 'decimal':
      // what an entity holds is the text, with as many zeros as were stored
      if (at.column.transformer !== undefined) return plain;
      return exactly(`CAST(${name} AS ${dialect === 'mysql' ? 'CHAR' : 'text'})`, (value) => place.bind(value));
    default:
      return plain;
  }
}

// to compare a text with a column that cannot hold all its characters is an error
function isUnicode({ column: { charset } }: ComparableColumn): boolean {
  return charset === undefined || charset.startsWith('utf8');
}

/** A text as MySQL compares it exactly. */
export function bytes(text: string): string {
  return `CAST(CONVERT(${text} USING utf8mb4) AS BINARY)`;
}

/**
 * The rows whose column lies before or behind a value.
 * @throws TypeError for a value of another type than entities hold, which in memory is neither before nor behind
 */
export function orderSql(place: Place, order: Order, value: Comparable): string {
  const { at, name } = place;
  if (at.kind === 'instant' && value instanceof Date) {
    // an entity holds milliseconds, and forgets what the database knows of the rest
    const behind = order === 'gt' || order === 'lte';
    return `${name} ${order.startsWith('g') ? '>=' : '<'} ${instant(place, behind ? afterwards(value) : value)}`;
  }
  if (at.kind === 'integer' && at.column.transformer === undefined && typeof value === 'number') {
    // PostgreSQL refuses to compare an integer with what is none, or is too large
    const floor = Math.min(Math.max(Math.floor(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
    const sign = floor === value ? SIGNS[order] : order.startsWith('g') ? '>' : '<=';
    return `${name} ${sign} ${bound(place, floor)}`;
  }
  const stored = NUMERIC.has(at.kind) ? storedValue(at, value, place.dataSource) : undefined;
  // a transformer that keeps the number keeps the order
  if (stored === undefined || `${stored as number}` !== String(value)) {
    throw new TypeError(
      `${at.name} cannot be ordered against ${String(value)} (${typeof value}), which is not of the type that entities ` +
        'hold there, or not kept as it is: give the column a transformer that reads numbers or bigints.',
    );
  }
  return `${name} ${SIGNS[order]} ${bound(place, stored)}`;
}

function bound({ at: { kind }, bind, dataSource }: Place, value: unknown): string {
  const dialect = dialectOf(dataSource);
  switch (kind) {
    case 'integer':
    case 'bigint':
      // a text would be compared as a floating-point number
      if (dialect === 'mysql') return bind(BigInt(value as string));
      return dialect === 'postgres' ? `CAST(${bind(String(value))} AS bigint)` : bind(Number(value));
    case 'decimal':
      return `CAST(${bind(String(value))} AS ${dialect === 'mysql' ? 'DECIMAL(65, 30)' : 'numeric'})`;
    case 'day':
      return dialect === 'postgres' ? `CAST(${bind(value)} AS date)` : bind(value);
    default:
      return bind(value);
  }
}

function instantsSql(place: Place, values: readonly Comparable[]): string {
  const { at, dataSource } = place;
  const dates = values.filter(
    (value): value is Date => value instanceof Date && storedValue(at, value, dataSource) !== undefined,
  );
  const ranges = dates.map(
    (date) => `(${place.name} >= ${instant(place, date)} AND ${place.name} < ${instant(place, afterwards(date))})`,
  );
  if (ranges.length === 0) return '1=0';
  return ranges.length === 1 ? ranges.join() : `(${ranges.join(' OR ')})`;
}

function afterwards(date: Date): Date {
  return new Date(date.getTime() + 1);
}

function instant({ at, bind, dataSource }: Place, date: Date): string {
  const stored: unknown = dataSource.driver.preparePersistentValue(date, at.column);
  // in SQLite a date is a text, which its own clock writes without the zeros
  return bind(typeof stored === 'string' ? stored.replace(/\.000$/, '') : stored);
}
