import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { ComparableColumn } from './comparable-column.js';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/;

/**
 * The rows whose column is written as one of the texts, to the letter: no schema of Drizzle tells the collation of a
 * column, which may take "A" for "a".
 */
export function textsSql(at: ComparableColumn, texts: readonly string[]): SQL {
  const { column, dialect, sql: name } = at;
  if (dialect === 'sqlite') return sql`${name} collate binary in ${texts.map((text) => sql.param(text, column))}`;
  const exactly = sql`${EXACT[dialect](name)} in ${texts.map((text) => EXACT[dialect](sql.param(text)))}`;
  if (!texts.every((text) => isLiteral(at, text))) return exactly;
  // the plain comparison can use an index, the other one makes it exact
  return sql`(${name} in ${texts.map((text) => sql.param(text, column))} and ${exactly})`;
}

const EXACT = {
  postgres: (text: SQLWrapper) => sql`cast(${text} as text) collate "C"`,
  mysql: (text: SQLWrapper) => sql`cast(convert(${text} using utf8mb4) as binary)`,
};

/** Whether the database can read the text as a value of the column. */
function isLiteral({ column, kind }: ComparableColumn, text: string): boolean {
  switch (kind) {
    case 'uuid':
      return UUID.test(text);
    case 'day':
      return DAY.test(text);
    case 'enum':
      return (column.enumValues as readonly string[]).includes(text);
    default:
      return true;
  }
}
