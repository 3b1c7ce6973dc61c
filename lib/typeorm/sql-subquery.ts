import type { DataSource, EntityMetadata } from 'typeorm';
import type { QueryLanguage, Subquery } from '../index.js';
import type { ComparableColumn } from './comparable-column.js';

/** Where a subquery stands in a statement. */
export interface SubqueryPlace {
  /** The column whose values are looked for. */
  readonly at: ComparableColumn;
  /** The column as the statement names it. */
  readonly name: string;
  readonly dataSource: DataSource;
  /** Writes a path of identifiers. */
  readonly escape: (...path: readonly string[]) => string;
  /** A name for rows that nothing else in the statement has, not escaped. */
  readonly newAlias: () => string;
  /** The language of the rows of an entity that the statement calls so. */
  readonly language: (metadata: EntityMetadata, alias: string) => QueryLanguage<string>;
}

/** A subquery that can be said in SQL. */
export interface SqlSubquery extends Subquery {
  /** The condition that the column holds one of the values. */
  sql(place: SubqueryPlace): string;
}
