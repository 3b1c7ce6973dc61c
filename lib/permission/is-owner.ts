import type { PermissionContext } from '../context/permission-context.js';
import type { BasePermission } from './base-permission.js';
import { NamedPermission } from './named-permission.js';
import { quoted, requiredNames } from './required-names.js';
import type { Where } from './where.js';

class IsOwner extends NamedPermission {
  private readonly fields: readonly string[];

  constructor(path: string) {
    super(`isOwner(${quoted([path])})`);
    this.fields = requiredNames('isOwner', path.split('.'));
  }

  override where(context: PermissionContext): Where<object> {
    if (context.user === null) return false;
    // an object here would be read as an operator: a token must not say `{ not: 0 }`
    if (!['string', 'number', 'bigint'].includes(typeof context.userId)) {
      throw new TypeError('The id of the user is no string, number or bigint: answer one from the option `getUserId`.');
    }
    return this.fields.reduceRight<unknown>((value, field) => ({ [field]: value }), context.userId) as Where<object>;
  }
}

/**
 * Lets in the user whose id stands in this field of the object. Ids of different types are never equal.
 * @param path the field, or the path over relations to it: `'authorId'`, `'author.id'`
 * @throws PermissionsConfigurationError for an empty path
 */
export function isOwner(path: string): BasePermission {
  return new IsOwner(path);
}
