export type {
  ContractItem,
  ContractNote,
  ContractPerson,
  ContractRows,
  ContractTag,
  LoadedItem,
} from './contract-rows.js';
export { describeScopeAdapter, type ScopeAdapterOptions, type TestFramework } from './describe-scope-adapter.js';
export type { ContractFilter, ScopeAdapter } from './scope-adapter.js';
