import { type BasePermission, isPermissionClass, type PermissionClass } from './base-permission.js';
import { permissionName } from './named-permission.js';
import { PermissionsConfigurationError } from './permissions-configuration-error.js';

/** Which rules a permission has. */
export interface Rules {
  readonly request: boolean;
  readonly object: 'hasObjectPermission' | 'where' | undefined;
}

const METHODS = ['hasPermission', 'hasObjectPermission', 'where'] as const;

/**
 * Reads which rules a permission has, from its class and never from its fields.
 * @throws PermissionsConfigurationError for a permission without a rule, with both forms of an object rule, or with a
 * rule that is not a method
 */
export function rulesOf(permission: PermissionClass | BasePermission): Rules {
  const prototype = (isPermissionClass(permission) ? permission.prototype : permission) as object;
  const [request, byObject, byWhere] = METHODS.map((method) => hasMethod(permission, prototype, method));
  if (request !== true && byObject !== true && byWhere !== true) {
    throw new PermissionsConfigurationError(
      `${permissionName(permission)} has no rule: define hasPermission(), hasObjectPermission() or where().`,
    );
  }
  if (byObject === true && byWhere === true) {
    throw new PermissionsConfigurationError(
      `${permissionName(permission)} defines hasObjectPermission() and where(): keep one, or nothing ties them together.`,
    );
  }
  const object = byObject === true ? 'hasObjectPermission' : byWhere === true ? 'where' : undefined;
  return { request: request === true, object };
}

/**
 * Refuses rules that are fields of the instance, such as arrow functions: a request-scoped class would lose them.
 * @throws PermissionsConfigurationError naming the field
 */
export function assertNoRuleFields(instance: BasePermission): void {
  for (const method of METHODS) {
    if (Object.hasOwn(instance, method)) {
      throw new PermissionsConfigurationError(
        `${permissionName(instance)}.${method} is a field: write it as a method, \`${method}(…) { … }\`.`,
      );
    }
  }
}

function hasMethod(permission: PermissionClass | BasePermission, prototype: object, method: string): boolean {
  const value: unknown = Reflect.get(prototype, method);
  if (value === undefined) return false;
  if (typeof value !== 'function' || value.constructor.name.endsWith('GeneratorFunction')) {
    throw new PermissionsConfigurationError(
      `${permissionName(permission)}.${method} is no plain method: write \`${method}(…) { … }\`, async if it must be.`,
    );
  }
  return true;
}
