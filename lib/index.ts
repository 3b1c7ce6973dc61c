export type { AuditedHandler, AuditReport } from './audit/audit-report.js';
export type { AuditFinding, FindingCode, FindingSeverity } from './audit/finding.js';
export type { ObjectAccess } from './audit/object-access.js';
export { PermissionsAuditor } from './audit/permissions-auditor.js';
export { auditModule } from './audit-module.js';
export { authorizeConnection } from './authorize-connection.js';
export { and } from './composition/and.js';
export type { NegationOptions, PermissionExpression, PermissionOperand } from './composition/expression.js';
export { Inherited } from './composition/inherited.js';
export { not } from './composition/not.js';
export { objectPermissions, type ObjectPermissionsOptions } from './composition/object-permissions.js';
export { or } from './composition/or.js';
export type { Denial, Verdict } from './composition/verdict.js';
export { PermissionContext } from './context/permission-context.js';
export { SAFE_METHODS } from './context/safe-methods.js';
export type { Transport } from './context/transport-reader.js';
export type { Decision, DecisionTrace } from './decision/decision.js';
export type { DecisionEvent } from './decision/decision-event.js';
export {
  ActionPermissions,
  type ActionPermissionList,
  type ActionPermissionsFunction,
} from './decorators/action-permissions.decorator.js';
export { AuthorizedScope } from './decorators/authorized-scope.decorator.js';
export { CheckObject, type ObjectCheck } from './decorators/check-object.decorator.js';
export { CheckReturned, type CheckReturnedOptions } from './decorators/check-returned.decorator.js';
export {
  type DenyObjectAs,
  type LoadedParams,
  LoadObject,
  type LoadObjectOptions,
  type ParamPipe,
} from './decorators/load-object.decorator.js';
export { LoadedObject } from './decorators/loaded-object.decorator.js';
export { PermissionAction, type PermissionActionOptions } from './decorators/permission-action.decorator.js';
export { Permissions } from './decorators/permissions.decorator.js';
export { NotAuthenticated, ObjectNotFound, PermissionDenied } from './exceptions.js';
export { ObjectPermissionsInterceptor } from './object-permissions.interceptor.js';
export { onDecision } from './decision/on-decision.js';
export type {
  Exemption,
  PermissionList,
  PermissionsModuleExtras,
  PermissionsModuleOptions,
  PermissionsOptionsFactory,
} from './options.js';
export { AllowAny } from './permission/allow-any.js';
export { BasePermission, type PermissionAnswer, type PermissionClass } from './permission/base-permission.js';
export { deny, type Denied, type DenialStatus, type DenyOptions } from './permission/deny.js';
export { DenyAll } from './permission/deny-all.js';
export { hasRole } from './permission/has-role.js';
export { hasScope } from './permission/has-scope.js';
export { IsAdminUser } from './permission/is-admin-user.js';
export { IsAuthenticated } from './permission/is-authenticated.js';
export { IsAuthenticatedOrReadOnly } from './permission/is-authenticated-or-read-only.js';
export { isOwner } from './permission/is-owner.js';
export type { CodedMethod, MethodCodes } from './permission/method-codes.js';
export { modelPermissions } from './permission/model-permissions.js';
export { modelPermissionsOrAnonReadOnly } from './permission/model-permissions-or-anon-read-only.js';
export type { RightsRelation } from './permission/object-rights.js';
export type { PermissionBackend, PermissionResource } from './permission/permission-backend.js';
export { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
export { ReadOnly } from './permission/read-only.js';
export type { CodeOptions, ReadingOptions } from './permission/required-codes.js';
export { UserPermissionsBackend } from './permission/user-permissions-backend.js';
export { type Subquery, SUBQUERY } from './permission/subquery.js';
export type { Comparable, FieldCondition, Where, WhereConditions } from './permission/where.js';
export { PermissionsGuard } from './permissions.guard.js';
export { PermissionsModule, type PermissionsModuleAsyncOptions } from './permissions.module.js';
export { PermissionsService, type PermissionTarget } from './permissions.service.js';
export type { LevelName } from './policy/level.js';
export type { Origin } from './policy/policy.js';
export type { FieldComparison, QueryLanguage, Related } from './scope/query-language.js';
export { Scope } from './scope/scope.js';

// for the entry points of this package, and for nobody else: these may change at any time
export { type Admission, admissionOf, type RequestQuestion } from './admission.js';
export { USER_ID_KEYS } from './context/caller.js';
export { assertOptions, declarationAt, declare, describeSite } from './decorators/declaration.js';
export { runFirst } from './enhancer-binding.js';
export { withoutStack } from './exceptions.js';
export { classChain } from './policy/class-chain.js';
export { declaredOnClasses, declaredOnHandler } from './policy/declarations.js';
export { type Route, routesOf } from './routes-of.js';
