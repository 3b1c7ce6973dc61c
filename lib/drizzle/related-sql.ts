import { type Column, getTableColumns, getTableName, type SQL, type SQLWrapper, sql, type Table } from 'drizzle-orm';
import type { Related } from '../index.js';
import { relationOf, type ScopableDatabase } from './relation-of.js';
import { type Rows, writtenColumn } from './rows.js';

/**
 * The rows that have, or do not have, a related row: an EXISTS, which neither repeats nor loses rows as a join would.
 * @param condition names the related rows, and says what they must meet
 * @throws TypeError for a relation that is not there, or leads to another number of rows than the condition says
 */
export function relatedSql(
  db: ScopableDatabase,
  rows: Rows,
  relation: Related,
  condition: (target: Table) => readonly [related: Rows, condition: SQL],
): SQL {
  const { target, pairs } = relationOf(db, rows.table, relation);
  const [related, met] = condition(target);
  const links = pairs.map(([own, reference]) => sql`${sameColumn(related, reference)} = ${sameColumn(rows, own)}`);
  const from = sql`${target} ${sql.identifier(getTableName(related.table))}`;
  const exists = sql.raw(relation.exists ? 'exists' : 'not exists');
  return sql`${exists} (select 1 from ${from} where ${sql.join([...links, met], sql` and `)})`;
}

// relations name the columns of the table, whatever the statement calls its rows
function sameColumn(rows: Rows, { name }: Column): SQLWrapper {
  const column = Object.values(getTableColumns(rows.table)).find((each) => each.name === name);
  return writtenColumn(rows, column as Column);
}
