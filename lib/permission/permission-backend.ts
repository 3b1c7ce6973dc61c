import type { Where } from './where.js';

/**
 * What {@link PermissionBackend.where} is asked about: the class that the rule was made for, or its name where the rule was
 * made for a name alone.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- entities may have any constructor, and be abstract
export type PermissionResource = string | (abstract new (...parameters: any[]) => object);

/**
 * Knows which codes, such as `post.change`, a user holds: for a whole resource, or for one object. Asked at most once in
 * an invocation for one set of codes and one object, and anew when that object is checked again; what it throws ends the request and never counts as a no.
 *
 * @typeParam U the application's user
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a backend that does not care for the user's type stays short
export interface PermissionBackend<U = any> {
  /**
   * Whether this user holds all of these codes. Never asked for an anonymous caller, nor without a code.
   * @param object the object that they must be held for; without one, they are asked for the resource as a whole
   * @returns `true` or `false`; anything else is a broken rule, and a 500
   */
  hasPermissions(user: U, codes: readonly string[], object?: object): boolean | Promise<boolean>;

  /**
   * The objects of a list for which this user holds all of these codes: those for which {@link hasPermissions} says `true`.
   * Without this method such lists are refused when the application starts.
   * @returns as `where()` of a permission: `true` for all objects, `false` for none, or the conditions of those
   */
  where?(
    user: U,
    codes: readonly string[],
    resource: PermissionResource,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- one backend answers for objects of all classes
  ): Where<any> | Promise<Where<any>>;
}
