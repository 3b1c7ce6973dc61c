import type { PermissionContext } from '../context/permission-context.js';
import type { BasePermission } from './base-permission.js';

/** The key of the rule that describes the objects of a list, for a permission that asks about one object otherwise. */
export const LISTED: unique symbol = Symbol.for('nestjs-permissions:listed');

/** A permission that judges one object by `hasObjectPermission`, and can still become a query. */
export interface ListedPermission {
  /** The same objects as those that `hasObjectPermission` grants, as `where()` says it. */
  [LISTED](context: PermissionContext): unknown;
}

/** Whether a permission describes the objects of a list in a way of its own. */
export function isListed(permission: BasePermission | undefined): permission is BasePermission & ListedPermission {
  return permission !== undefined && LISTED in permission;
}
