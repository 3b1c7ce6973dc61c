import type { PermissionContext } from '../context/permission-context.js';
import type { BasePermission, PermissionAnswer } from './base-permission.js';
import { codedCall, type CodedFactory } from './coded-call.js';
import { CodedPermission } from './coded-permission.js';
import { METHOD_NOT_ALLOWED } from './method-not-allowed.js';
import type { PermissionResource } from './permission-backend.js';
import type { ReadingOptions } from './required-codes.js';

const FACTORY: CodedFactory = { name: 'modelPermissions', options: ['name', 'codes', 'requireView'] };

class ModelPermissions extends CodedPermission {
  override hasPermission(context: PermissionContext): PermissionAnswer | Promise<PermissionAnswer> {
    if (context.user === null) return false;
    const codes = this.codes.for(context.method);
    if (codes === undefined) return METHOD_NOT_ALLOWED;
    return codes.length === 0 || context.hasPermissions(codes);
  }
}

/**
 * Lets in users who hold the code of the method, as the option `backend` knows it: of `Post`, `post.view` for GET, HEAD and
 * OPTIONS, `post.add` for POST, `post.change` for PUT and PATCH, `post.delete` for DELETE. A method without codes is refused.
 * @param resource a class, or the name that the codes begin with
 * @throws PermissionsConfigurationError for what is no resource, no option, no method, or no code
 * @see https://www.django-rest-framework.org/api-guide/permissions/#djangomodelpermissions
 */
export function modelPermissions(resource: PermissionResource, options: ReadingOptions = {}): BasePermission {
  return new ModelPermissions(codedCall(FACTORY, resource, options));
}
