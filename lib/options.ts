import type { ExecutionContext, Type } from '@nestjs/common';
import type { PermissionOperand } from './composition/expression.js';
import type { DenyObjectAs } from './decorators/load-object.decorator.js';
import type { PermissionBackend } from './permission/permission-backend.js';

/** A list of permissions, which means AND, or one permission. */
export type PermissionList = readonly [PermissionOperand, ...PermissionOperand[]] | PermissionOperand;

/** A controller, or one handler of it, that you do not own. */
export type Exemption = Type | readonly [controller: Type, method: string];

/**
 * Options of `PermissionsModule.forRoot()`.
 * @typeParam U the application's user
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the users of an application are its own type
export interface PermissionsModuleOptions<U = any> {
  /** What applies where nothing else is declared. @default [IsAuthenticated] */
  readonly defaultPermissions?: PermissionList;
  /** ANDed to every policy, `AllowAny` included; only `exempt` escapes it. */
  readonly requiredPermissions?: PermissionList;
  /** Finds the user of a request. @default the request's own property `user` */
  readonly getUser?: (execution: ExecutionContext) => unknown;
  /** Finds the id of a user. @default `id`, `sub`, `userId` or `_id` */
  readonly getUserId?: (user: U) => unknown;
  /** Tells administrators from other users. @default `isStaff === true` */
  readonly isAdmin?: (user: U) => boolean;
  /** Tells users who hold every code, whatever the backend says. @default nobody */
  readonly isSuperuser?: (user: U) => boolean;
  /** Who knows which codes a user holds, or its class, which Nest injects. @default `UserPermissionsBackend`: `user.permissions` */
  readonly backend?: PermissionBackend<U> | Type<PermissionBackend<U>>;
  /** The `WWW-Authenticate` header of a 401, which RFC 9110 requires. @default 'Bearer' */
  readonly challenge?: string;
  /** Whether the guard runs after every other global guard, or where the module is imported. @default 'last' */
  readonly guardOrder?: 'last' | 'as-imported';
  /** How a refusal that depends on the object looks. @default 'forbidden' */
  readonly denyObjectAs?: DenyObjectAs;
  /** What findings at start-up do: keep the application from starting, be logged, or nothing. @default 'error' */
  readonly audit?: 'error' | 'warn' | 'off';
  /** Controllers and handlers that no permission applies to. */
  readonly exempt?: readonly Exemption[];
  /** Whether every refusal is logged, with what each permission said; for development. @default false */
  readonly explain?: boolean;
  /** How long an asynchronous rule may take, in milliseconds; 0 is for ever. @default 0 */
  readonly ruleTimeoutMs?: number;
}

/** Options that shape the module itself; they stand beside a factory, and cannot come out of it. */
export interface PermissionsModuleExtras {
  /** Whether the module's providers are visible everywhere without importing it. @default true */
  readonly isGlobal?: boolean;
  /** Whether the guard covers every handler, or only those that name it in `@UseGuards()`. @default true */
  readonly globalGuard?: boolean;
}

/** Makes the options of the module, for `forRootAsync({ useClass })` and `forRootAsync({ useExisting })`. */
export interface PermissionsOptionsFactory {
  createPermissionsOptions(): PermissionsModuleOptions | Promise<PermissionsModuleOptions>;
}
