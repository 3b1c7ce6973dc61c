import { aliasedTable, getTableName, type SQL, sql, type Table } from 'drizzle-orm';
import type { QueryLanguage } from '../index.js';
import { amongSql } from './among-sql.js';
import { comparableColumn, nullableColumn } from './comparable-column.js';
import { orderSql } from './order-sql.js';
import { relatedSql } from './related-sql.js';
import type { ScopableDatabase } from './relation-of.js';
import type { Rows } from './rows.js';

/** Says conditions in the SQL of one statement. Values are bound; tables and columns come from the schema. */
export class SqlConditions {
  private aliases = 0;

  /** @param table whose rows the statement reads or writes */
  constructor(
    private readonly db: ScopableDatabase,
    private readonly table: Table,
  ) {}

  /** The language of the rows of the statement. */
  language(): QueryLanguage<SQL> {
    return this.of({ table: this.table, isRelated: false });
  }

  private of(rows: Rows): QueryLanguage<SQL> {
    const column = (field: string) => comparableColumn(this.db, rows, field);
    const not = (negated: boolean, condition: SQL): SQL => (negated ? sql`not (${condition})` : condition);
    return {
      all: () => sql`1=1`,
      none: () => sql`1=0`,
      compare: (field, comparison, value) =>
        comparison === 'equals' || comparison === 'differs'
          ? not(comparison === 'differs', amongSql(column(field), [value]))
          : orderSql(column(field), comparison, value),
      in: (field, values, negated) => not(negated, amongSql(column(field), values)),
      null: (field, negated) =>
        sql`${nullableColumn(this.db, rows, field)} is ${sql.raw(negated ? 'not null' : 'null')}`,
      and: (conditions) => sql`(${sql.join([...conditions], sql` and `)})`,
      or: (conditions) => sql`(${sql.join([...conditions], sql` or `)})`,
      related: (relation, condition) =>
        relatedSql(this.db, rows, relation, (target) => {
          const related = { table: aliasedTable(target, this.newAlias()), isRelated: true };
          return [related, condition(this.of(related))];
        }),
    };
  }

  // inside of a subquery an alias hides those of the same name outside; with the space it is like none that Drizzle gives
  private newAlias(): string {
    const alias = `scope ${String(++this.aliases)}`;
    return alias === getTableName(this.table) ? this.newAlias() : alias;
  }
}
