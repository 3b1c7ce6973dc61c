import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Comparable, FieldComparison } from '../index.js';
import type { ColumnKind, Dialect } from './column-kind.js';
import { canHold, isInRange } from './held-value.js';

/** A condition of a statement, with its values. */
export type Condition = RawBuilder<SqlBool>;

type Order = Exclude<FieldComparison, 'equals' | 'differs'>;
type Written = RawBuilder<unknown>;

/** No row. */
export const NONE: Condition = sql`1 = 0`;

const SIGNS: Readonly<Record<Order, Written>> = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` };
const [FIRST, BEYOND] = [new Date('1000-01-01T00:00:00Z'), new Date('9999-01-01T00:00:00Z')] as const;

/** Where a comparison stands. */
export interface Place {
  /** How errors call it. */
  readonly name: string;
  readonly kind: ColumnKind;
  readonly column: Written;
  readonly dialect: Dialect;
}

/** The rows whose column holds one of the values; what no row can hold is not among them. */
export function amongSql(place: Place, values: readonly Comparable[]): Condition {
  const { kind, column, dialect } = place;
  const held = values.filter((value) => canHold(kind, value, dialect));
  if (held.length === 0) return NONE;
  const among = (side: Written, write: (value: Comparable) => Written): Condition =>
    sql`${side} in (${sql.join(held.map(write))})`;
  const exactly = (): Condition =>
    among(exact(place), (value) => (dialect === 'mysql' ? bytes(sql`${value}`) : sql`${value}`));
  switch (kind) {
    case 'text':
    case 'uuid':
      // the plain comparison can use an index, the other one makes it exact
      return hasPlain(dialect, held) ? sql`(${among(column, (value) => sql`${value}`)} and ${exactly()})` : exactly();
    case 'enum':
    case 'decimal as string':
      return exactly();
    case 'instant':
      return sql`(${sql.join(
        held.map((date) => momentSql(place, date)),
        sql` or `,
      )})`;
    default:
      return among(column, (value) => bound(place, value));
  }
}

// SQLite compares exactly by the index, and MySQL cannot compare every text with every character set
function hasPlain(dialect: Dialect, texts: readonly Comparable[]): boolean {
  return dialect === 'postgres' || (dialect === 'mysql' && texts.every((text) => /^[\0-\x7f]*$/.test(text as string)));
}

/** A column as the text that rows hold, which equals itself only. */
function exact({ kind, column, dialect }: Place): Written {
  switch (dialect) {
    case 'postgres':
      // a cast forgets the blanks of a char, and concat() takes null for an empty text
      return sql`${kind === 'text' ? sql`concat(${column})` : sql`cast(${column} as text)`} collate "C"`;
    case 'mysql':
      return bytes(column);
    case 'sqlite':
      return sql`${column} collate binary`;
  }
}

function bytes(text: Written): Written {
  return sql`cast(convert(${text} using utf8mb4) as binary)`;
}

/**
 * The rows whose column lies before or behind a value.
 * @throws TypeError for a value of another type than rows hold, which in memory is neither before nor behind
 */
export function orderSql(place: Place, order: Order, value: Comparable): Condition {
  const { kind, column, dialect } = place;
  if (kind === 'instant' && value instanceof Date) return instantOrderSql(place, order, value);
  if ((kind === 'integer' && typeof value === 'number') || (kind === 'bigint' && typeof value === 'bigint')) {
    return wholeOrderSql(place, order, value);
  }
  if (kind === 'float' && canHold(kind, value, dialect)) {
    const condition = sql<SqlBool>`${column} ${SIGNS[order]} ${bound(place, value)}`;
    // PostgreSQL takes what is not a number for the largest
    return dialect === 'postgres' && isBehind(order) ? sql`(${condition} and ${column} <> 'NaN')` : condition;
  }
  throw new TypeError(
    `${place.name} cannot be ordered against ${String(value)} (${typeof value}): it is described as ${kind}, of which ` +
      'rows hold nothing of that type.',
  );
}

function isBehind(order: Order): boolean {
  return order === 'gt' || order === 'gte';
}

// a database refuses to compare an integer with what is none, or is too large
function wholeOrderSql(place: Place, order: Order, value: number | bigint): Condition {
  const floor = typeof value === 'bigint' ? value : Math.floor(value);
  if (!isInRange(floor, place.dialect)) return floor < 0 === isBehind(order) ? sql`${place.column} is not null` : NONE;
  const sign = floor === value ? SIGNS[order] : isBehind(order) ? SIGNS.gt : SIGNS.lte;
  return sql`${place.column} ${sign} ${bound(place, floor)}`;
}

function bound({ kind, dialect }: Place, value: Comparable): Written {
  switch (kind) {
    case 'boolean':
      return sql`${dialect === 'sqlite' ? Number(value) : value}`;
    case 'float':
      // a number of MySQL is a decimal, unless something makes it a float
      if (dialect === 'mysql') return sql`(${value} + 0e0)`;
      return dialect === 'postgres' ? sql`cast(${value} as double precision)` : sql`${value}`;
    default:
      if (dialect === 'mysql') return sql`${BigInt(value as string)}`;
      return sql`cast(${String(BigInt(value as string))} as ${dialect === 'postgres' ? sql`bigint` : sql`integer`})`;
  }
}

/** A row holds milliseconds, and forgets what the database knows of the rest. */
function momentSql(place: Place, date: Comparable): Condition {
  return sql`(${place.column} >= ${instant(place, date)} and ${place.column} < ${instant(place, date, 1)})`;
}

function instantOrderSql(place: Place, order: Order, date: Date): Condition {
  const later = order === 'gt' || order === 'lte' ? 1 : 0;
  const condition = sql<SqlBool>`${place.column} ${isBehind(order) ? SIGNS.gte : SIGNS.lt} ${instant(place, date, later)}`;
  // of an infinite date a row holds a number
  return place.dialect === 'postgres' ? sql`(${condition} and isfinite(${place.column}))` : condition;
}

function instant({ name }: Place, date: Comparable, later = 0): Written {
  if (date instanceof Date && date >= FIRST && date < BEYOND) return sql`${new Date(date.getTime() + later)}`;
  throw new TypeError(
    `${name} cannot be compared with ${String(date)}: not every database holds dates outside of the years 1000 to 9998; ` +
      'say true, false or null where no limit is meant.',
  );
}
