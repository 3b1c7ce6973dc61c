import { trustedProperty } from '../context/trusted-property.js';
import type { PermissionBackend } from './permission-backend.js';

/**
 * Reads codes from `user.permissions`, an array or a Set of strings, which it compares exactly: no wildcards, and no code
 * implies another. They are held for resources as a whole, and say nothing about a single object, as in Django.
 */
export class UserPermissionsBackend implements PermissionBackend<object> {
  /** @throws TypeError for `permissions` that are neither an array nor a Set */
  hasPermissions(user: object, codes: readonly string[], object?: object): boolean {
    return object === undefined && holdsAll(user, codes);
  }

  /** No object, for it knows of none. */
  where(): boolean {
    return false;
  }
}

function holdsAll(user: object, codes: readonly string[]): boolean {
  const held = trustedProperty(user, 'permissions');
  if (held === undefined || held === null) return false;
  if (Array.isArray(held)) return codes.every((code) => held.includes(code));
  if (held instanceof Set) return codes.every((code) => held.has(code));
  throw new TypeError(`\`user.permissions\` is ${typeof held} where an array or a Set of strings is needed.`);
}
