import type { DataSource } from 'typeorm';

/** The data source of a query builder or an entity manager, which TypeORM 0.3 calls its connection. */
export function dataSourceOf(holder: object): DataSource {
  return 'dataSource' in holder
    ? (holder.dataSource as DataSource)
    : (holder as { readonly connection: DataSource }).connection;
}
