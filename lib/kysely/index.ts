export { applyScope, type ScopableQuery } from './apply-scope.js';
export type { ColumnKind, Dialect, KindOf } from './column-kind.js';
export { describeTables, type TablesDescription } from './describe-tables.js';
export type { RelationDescription, TableDescription } from './table-description.js';
export type { DescribedTables } from './described-tables.js';
