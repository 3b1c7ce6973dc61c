import type { PermissionContext } from '../context/permission-context.js';
import { trustedProperty } from '../context/trusted-property.js';
import type { BasePermission } from './base-permission.js';
import { NamedPermission, permissionName } from './named-permission.js';
import { quoted, requiredNames } from './required-names.js';

class HasRole extends NamedPermission {
  constructor(private readonly roles: readonly string[]) {
    super(`hasRole(${quoted(roles)})`);
  }

  override hasPermission({ user }: PermissionContext<object>): boolean {
    if (user === null) return false;
    const held = trustedProperty(user, 'roles');
    if (held === undefined || held === null) return false;
    if (Array.isArray(held)) return this.includedIn(held);
    if (held instanceof Set) return this.roles.some((role) => held.has(role));
    throw new TypeError(
      `\`user.roles\` is ${typeof held} where ${permissionName(this)} needs an array or a Set of strings.`,
    );
  }

  // a plain loop, which makes nothing for every request
  private includedIn(held: readonly unknown[]): boolean {
    const { roles } = this;
    let index = 0;
    while (index < roles.length && !held.includes(roles[index])) index++;
    return index < roles.length;
  }
}

/**
 * Lets in those users who hold one of these roles, in `user.roles`: an array or a Set of strings, compared exactly.
 * @throws PermissionsConfigurationError for no role, or one that is empty
 */
export function hasRole(...roles: readonly [string, ...string[]]): BasePermission {
  return new HasRole(requiredNames('hasRole', roles));
}
