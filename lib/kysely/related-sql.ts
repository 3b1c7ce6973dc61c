import { expressionBuilder, type RawBuilder, type SelectQueryBuilder, sql, type SqlBool } from 'kysely';
import type { Condition } from './comparison-sql.js';
import type { DescribedRelation, Pair } from './described-table.js';

/** Tables of which nothing is known while this is compiled. */
export type AnyDatabase = Record<string, Record<string, unknown>>;

/** How a statement calls the rows of a relation. */
export interface RelatedNames {
  /** The rows that have the relation. */
  readonly alias: string;
  /** The rows on the other side. */
  readonly related: string;
  /** The rows between, where there are such. */
  readonly between: string;
}

/** The rows that have, or do not have, a related row: an EXISTS, which neither repeats nor loses rows as a join would. */
export function relatedSql(
  { target, on, through }: DescribedRelation,
  exists: boolean,
  { alias, related, between }: RelatedNames,
  condition: Condition,
): Condition {
  const from = [`${target} as ${related}`];
  const conditions = [...links(on, alias, through === undefined ? related : between)];
  if (through !== undefined) {
    from.push(`${through.table} as ${between}`);
    conditions.push(...links(through.to, between, related));
  }
  const rows = selectFrom(from)
    .select(sql`1`.as('one'))
    .where(sql<SqlBool>`${sql.join([...conditions, condition], sql` and `)}`);
  return exists ? sql`exists ${rows}` : sql`not exists ${rows}`;
}

/** A query that nobody runs by itself: the plugins of the statement that it becomes a part of see its tables. */
export function selectFrom(tables: readonly string[]): SelectQueryBuilder<AnyDatabase, string, object> {
  return expressionBuilder<AnyDatabase>().selectFrom([...tables]);
}

function links(pairs: readonly Pair[], from: string, to: string): readonly RawBuilder<unknown>[] {
  return pairs.map(([column, other]) => sql`${sql.id(to, other)} = ${sql.id(from, column)}`);
}
