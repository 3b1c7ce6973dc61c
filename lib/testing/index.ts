export type {
  ContractItem,
  ContractNote,
  ContractPerson,
  ContractRows,
  ContractTag,
  LoadedItem,
} from './contract-rows.js';
export { DecisionRecorder, type ExpectedAnswers } from './decision-recorder.js';
export { describeScopeAdapter, type ScopeAdapterOptions, type TestFramework } from './describe-scope-adapter.js';
export { expectMatrix, type ExpectedMatrix, type MatrixExpectation } from './expect-matrix.js';
export { forceAuthenticate, type ForcedUser } from './force-authenticate.js';
export type { MatrixCell, MatrixCellText } from './matrix-cell.js';
export type { MatrixRow } from './matrix-row.js';
export { PermissionMatrix, permissionMatrix, type PermissionMatrixOptions } from './permission-matrix.js';
export type { Personas } from './personas.js';
export type { ContractFilter, ScopeAdapter } from './scope-adapter.js';
export { testPermission, type TestedQuestion } from './test-permission.js';
