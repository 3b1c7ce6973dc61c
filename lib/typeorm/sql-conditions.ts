import { randomUUID } from 'node:crypto';
import type { DataSource, EntityMetadata } from 'typeorm';
import type { QueryLanguage } from '../index.js';
import { comparableColumn } from './comparable-column.js';
import { amongSql, orderSql, type Place } from './comparison-sql.js';
import { relatedSql } from './related-sql.js';
import type { SqlSubquery } from './sql-subquery.js';

/** The values of a condition, by the names under which the SQL mentions them. */
export type SqlParameters = Record<string, unknown>;

/** Says conditions in the SQL of one statement. Values are bound; tables and columns come from the entity's metadata. */
export class SqlConditions {
  readonly parameters: SqlParameters = {};
  private aliases = 0;

  /** @param prefix begins the names of the parameters; several scopes may stand in one statement */
  constructor(
    private readonly dataSource: DataSource,
    readonly prefix = `scope_${randomUUID().replaceAll('-', '')}`,
  ) {}

  /**
   * The language of the rows of one entity.
   * @param alias by which the statement calls them, not escaped
   */
  of(metadata: EntityMetadata, alias: string): QueryLanguage<string> {
    const place = (field: string): Place => {
      const at = comparableColumn(metadata, field, this.dataSource);
      const name = this.escape(alias, at.column.databaseName);
      return { at, name, dataSource: this.dataSource, bind: (value) => this.bind(value) };
    };
    const not = (negated: boolean, condition: string): string => (negated ? `NOT (${condition})` : condition);
    const escape = (...path: readonly string[]): string => this.escape(...path);
    return {
      all: () => '1=1',
      none: () => '1=0',
      compare: (field, comparison, value) =>
        comparison === 'equals' || comparison === 'differs'
          ? not(comparison === 'differs', amongSql(place(field), [value]))
          : orderSql(place(field), comparison, value),
      in: (field, values, negated) => not(negated, amongSql(place(field), values)),
      subquery: (field, subquery, negated) => {
        const { at, name, dataSource } = place(field);
        const newAlias = (): string => this.newAlias(alias);
        const language = (...entity: Parameters<SqlConditions['of']>): QueryLanguage<string> => this.of(...entity);
        return not(negated, (subquery as SqlSubquery).sql({ at, name, dataSource, escape, newAlias, language }));
      },
      null: (field, negated) => `${place(field).name} IS ${negated ? 'NOT NULL' : 'NULL'}`,
      and: (conditions) => `(${conditions.join(' AND ')})`,
      or: (conditions) => `(${conditions.join(' OR ')})`,
      related: (relation, condition) => {
        const related = this.newAlias(alias);
        return relatedSql(metadata, relation, { alias, related, escape }, (target) =>
          condition(this.of(target, related)),
        );
      },
    };
  }

  // inside of a subquery an alias hides those of the same name outside
  private newAlias(outer: string): string {
    const alias = `scope_${String(++this.aliases)}`;
    return outer === alias ? this.newAlias(outer) : alias;
  }

  private escape(...path: readonly string[]): string {
    return path.map((part) => this.dataSource.driver.escape(part)).join('.');
  }

  private bind(value: unknown): string {
    const name = `${this.prefix}_${String(Object.keys(this.parameters).length)}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}
