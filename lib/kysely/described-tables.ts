import type { Dialect } from './column-kind.js';
import type { DescribedTable } from './described-table.js';

/** What {@link describeTables} was told, for `applyScope()`. */
export class DescribedTables<DB = unknown> {
  /** Only the compiler knows it. */
  declare protected readonly database: DB;
  private readonly tables: ReadonlyMap<string, DescribedTable>;

  /** @internal */
  constructor(
    readonly dialect: Dialect,
    tables: readonly DescribedTable[],
  ) {
    this.tables = new Map(tables.map((table) => [table.name, table]));
  }

  /** @internal */
  get names(): readonly string[] {
    return [...this.tables.keys()];
  }

  /** @internal */
  table(name: string): DescribedTable {
    return this.tables.get(name) as DescribedTable;
  }
}
