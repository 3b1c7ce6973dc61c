import type { Scope } from '../index.js';
import type { ContractRows, LoadedItem } from './contract-rows.js';

/** The caller's own conditions: rows that have all values of one of these. */
export type ContractFilter = readonly Readonly<{ rank?: number; active?: boolean; ownerId?: number }>[];

/** What an adapter does for the suite, on a database of its own. */
export interface ScopeAdapter {
  /** Makes the tables, and stores the rows. */
  fill(rows: ContractRows): Promise<void>;
  /** All items with their relations, as an application loads them. */
  load(): Promise<readonly LoadedItem[]>;
  /** The ids of the items that a query of the scope AND the filter finds; without a filter of the scope alone. */
  select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<readonly number[]>;
  /** How many items a counting query finds. */
  count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number>;
  /** The ids of the items that a statement changed, which is then undone. */
  update(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<readonly number[]>;
  /** The ids of the items that a statement deleted, which is then undone. */
  delete(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<readonly number[]>;
  /** Drops the tables, and hangs up. */
  close(): Promise<void>;
}
