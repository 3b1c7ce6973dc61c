import { sql } from 'kysely';
import type { QueryLanguage } from '../index.js';
import { amongSql, type Condition, NONE, orderSql, type Place } from './comparison-sql.js';
import type { DescribedTable } from './described-table.js';
import type { DescribedTables } from './described-tables.js';
import { relatedSql } from './related-sql.js';

/** Says conditions in the SQL of one statement. Values are bound; tables and columns come from their description. */
export class SqlConditions {
  private aliases = 0;

  constructor(private readonly tables: DescribedTables) {}

  /**
   * The language of the rows of one table.
   * @param alias by which the statement calls them
   */
  of(table: DescribedTable, alias: string): QueryLanguage<Condition> {
    const place = (field: string): Place => ({
      name: `${table.name}.${field}`,
      kind: table.kindOf(field),
      column: sql.id(alias, field),
      dialect: this.tables.dialect,
    });
    const not = (negated: boolean, condition: Condition): Condition => (negated ? sql`not (${condition})` : condition);
    return {
      all: () => sql`1 = 1`,
      none: () => NONE,
      compare: (field, comparison, value) =>
        comparison === 'equals' || comparison === 'differs'
          ? not(comparison === 'differs', amongSql(place(field), [value]))
          : orderSql(place(field), comparison, value),
      in: (field, values, negated) => not(negated, amongSql(place(field), values)),
      null: (field, negated) => sql`${place(field).column} is ${negated ? sql`not null` : sql`null`}`,
      and: (conditions) => sql`(${sql.join(conditions, sql` and `)})`,
      or: (conditions) => sql`(${sql.join(conditions, sql` or `)})`,
      related: (related, condition) => {
        const relation = table.relation(related);
        const names = { alias, related: this.newAlias(alias), between: this.newAlias(alias) };
        const language = this.of(this.tables.table(relation.target), names.related);
        return relatedSql(relation, related.exists, names, condition(language));
      },
    };
  }

  // inside of a subquery an alias hides those of the same name outside, whatever the case, and whatever plugins add to names
  private newAlias(outer: string): string {
    const alias = `scope_${String(++this.aliases)}`;
    const plain = (name: string): string => name.toLowerCase().replaceAll('_', '');
    return plain(outer) === plain(alias) ? this.newAlias(outer) : alias;
  }
}
