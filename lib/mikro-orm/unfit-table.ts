import type { EntityMetadata } from './orm.js';

/** Why the rows of an entity are not those of one table. */
export function unfitTable({ virtual, root, inheritanceType }: EntityMetadata): string | undefined {
  if (virtual === true) return 'which has no table: compare what is stored.';
  return root.inheritanceType === 'tpt' || inheritanceType === 'tpt'
    ? 'whose columns are in several tables: filter in memory with scope.filter().'
    : undefined;
}
