import type { PermissionContext } from '../context/permission-context.js';
import { trustedProperty } from '../context/trusted-property.js';
import type { BasePermission } from './base-permission.js';
import { NamedPermission, permissionName } from './named-permission.js';
import { quoted, requiredNames } from './required-names.js';

class HasScope extends NamedPermission {
  constructor(private readonly scopes: readonly string[]) {
    super(`hasScope(${quoted(scopes)})`);
  }

  override hasPermission({ user }: PermissionContext<object>): boolean {
    if (user === null) return false;
    const held = this.scopesOf(user);
    return this.scopes.every((scope) => held.includes(scope));
  }

  private scopesOf(user: object): readonly unknown[] {
    const scopes = trustedProperty(user, 'scopes') ?? trustedProperty(user, 'scope');
    if (scopes === undefined || scopes === null) return [];
    if (Array.isArray(scopes)) return scopes;
    if (typeof scopes === 'string') return scopes.split(' ');
    throw new TypeError(`${permissionName(this)} needs \`user.scopes\` as an array, or \`user.scope\` as one string.`);
  }
}

/**
 * Lets in those users whose token carries all of these scopes: the array `user.scopes`, or `user.scope`, the string
 * with spaces between.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3
 * @throws PermissionsConfigurationError for no scope, or one that is empty
 */
export function hasScope(...scopes: readonly [string, ...string[]]): BasePermission {
  return new HasScope(requiredNames('hasScope', scopes));
}
