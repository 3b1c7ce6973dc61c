import { BasePermission, type PermissionClass } from './base-permission.js';

// registered symbols, so that another copy of this package reads them too
const LABEL: unique symbol = Symbol.for('nestjs-permissions:label');
const ABOUT: unique symbol = Symbol.for('nestjs-permissions:about');

/** A permission that a factory made from arguments; its label says which, and stands for its structure. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a built-in rule is for the objects of every application
export abstract class NamedPermission<T = any> extends BasePermission<T> {
  readonly [LABEL]: string;
  readonly [ABOUT]: unknown;

  /** @param about the class among the arguments, of which a label has only the name */
  protected constructor(label: string, about?: unknown) {
    super();
    this[LABEL] = label;
    this[ABOUT] = about;
  }
}

/** The label of a permission that a factory made, or `undefined` for every other. */
export function labelOf(permission: PermissionClass | BasePermission): string | undefined {
  return Object.hasOwn(permission, LABEL) ? (permission as NamedPermission)[LABEL] : undefined;
}

/** The class that a permission of a factory is about, if any. */
export function aboutOf(permission: PermissionClass | BasePermission): unknown {
  return (permission as Partial<NamedPermission>)[ABOUT];
}

/** How a permission is called in messages, reports and traces: its class, or the call that made it. */
export function permissionName(permission: PermissionClass | BasePermission): string {
  return labelOf(permission) ?? (typeof permission === 'function' ? permission.name : permission.constructor.name);
}
