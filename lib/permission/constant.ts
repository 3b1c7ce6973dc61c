import { type BasePermission, isPermissionClass, type PermissionClass } from './base-permission.js';

/** The key of a built-in's answer for a whole route, where its HTTP method alone settles it. */
export const CONSTANT: unique symbol = Symbol.for('nestjs-permissions:constant');

/** A permission whose answer can be known at start-up. */
export interface FoldablePermission {
  /** @param safe whether the route's method only reads; `undefined` where a route has several methods */
  [CONSTANT](safe: boolean | undefined): boolean | undefined;
}

/** The answer of this permission for every request of a route, or `undefined` where it depends on the request. */
export function constantOf(
  permission: PermissionClass | BasePermission,
  safe: boolean | undefined,
): boolean | undefined {
  const isClass = isPermissionClass(permission);
  const prototype = (isClass ? permission : permission.constructor).prototype as object;
  // own only: a subclass may have overridden the rule that the constant speaks for
  if (!Object.hasOwn(prototype, CONSTANT)) return undefined;
  // an instance may answer by what it was made of
  return ((isClass ? prototype : permission) as FoldablePermission)[CONSTANT](safe);
}
