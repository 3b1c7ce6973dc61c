import { BasePermission, type PermissionClass } from './base-permission.js';

// a registered symbol, so that another copy of this package reads the label too
const LABEL: unique symbol = Symbol.for('nestjs-permissions:label');

/** A permission that a factory made from arguments; its label says which, and stands for its structure. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a built-in rule is for the objects of every application
export abstract class NamedPermission<T = any> extends BasePermission<T> {
  readonly [LABEL]: string;

  protected constructor(label: string) {
    super();
    this[LABEL] = label;
  }
}

/** The label of a permission that a factory made, or `undefined` for every other. */
export function labelOf(permission: PermissionClass | BasePermission): string | undefined {
  return Object.hasOwn(permission, LABEL) ? (permission as NamedPermission)[LABEL] : undefined;
}

/** How a permission is called in messages, reports and traces: its class, or the call that made it. */
export function permissionName(permission: PermissionClass | BasePermission): string {
  return labelOf(permission) ?? (typeof permission === 'function' ? permission.name : permission.constructor.name);
}
