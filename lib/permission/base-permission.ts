import type { PermissionContext } from '../context/permission-context.js';
import type { Denied } from './deny.js';
import type { Where } from './where.js';

/** The only answers of a rule: the literals `true` and `false`, and `deny({...})`. */
export type PermissionAnswer = boolean | Denied;

/** Marks permission classes and their instances, whichever copy of this package they extend. */
export const PERMISSION: unique symbol = Symbol.for('nestjs-permissions:permission');

/**
 * A rule. Extend it and define at least one of its methods; one that is not defined has no opinion.
 *
 * @typeParam T the object that the rule is about
 * @typeParam U the application's user
 * @see https://www.django-rest-framework.org/api-guide/permissions/#custom-permissions for the ancestor
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a rule about the request alone need not name an object
export abstract class BasePermission<T = any, U = any> {
  static readonly [PERMISSION] = true;

  /** What the client reads when this rule refuses. Read once, when the class is made: it is not a place for state. */
  message?: string;
  /** A stable word for programs that goes with {@link message}. */
  code?: string;

  /** Judges the request, before any object is known. */
  hasPermission?(context: PermissionContext<U>): PermissionAnswer | Promise<PermissionAnswer>;

  /** Judges one object. Excludes {@link where}. */
  hasObjectPermission?(context: PermissionContext<U>, object: T): PermissionAnswer | Promise<PermissionAnswer>;

  /**
   * Describes the objects that are allowed, for the check of one object and for lists alike:
   * `true` for all, `false` or `deny()` for none, or the conditions that must hold together.
   */
  where?(context: PermissionContext<U>): Where<T> | Denied | Promise<Where<T> | Denied>;
}

/** A class that extends {@link BasePermission}; Nest makes its instances and injects what they need. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructors may ask for anything that Nest can inject
export type PermissionClass = new (...dependencies: any[]) => BasePermission;

/** Whether this is a class that extends {@link BasePermission}. */
export function isPermissionClass(candidate: unknown): candidate is PermissionClass {
  return typeof candidate === 'function' && PERMISSION in candidate;
}

/** Whether this is an instance of a permission class. */
export function isPermissionInstance(candidate: unknown): candidate is BasePermission {
  return typeof candidate === 'object' && candidate !== null && isPermissionClass(candidate.constructor);
}
