import type { PermissionContext } from '../context/permission-context.js';
import { SAFE_METHODS } from '../context/safe-methods.js';
import type { BasePermission, PermissionAnswer } from './base-permission.js';
import { codedCall, type CodedFactory } from './coded-call.js';
import { CodedPermission } from './coded-permission.js';
import { CONSTANT } from './constant.js';
import { METHOD_NOT_ALLOWED } from './method-not-allowed.js';
import type { PermissionResource } from './permission-backend.js';
import type { CodeOptions } from './required-codes.js';

const FACTORY: CodedFactory = {
  name: 'modelPermissionsOrAnonReadOnly',
  options: ['name', 'codes'],
  requireView: false,
};

class ModelPermissionsOrAnonReadOnly extends CodedPermission {
  override hasPermission(context: PermissionContext): PermissionAnswer | Promise<PermissionAnswer> {
    if (SAFE_METHODS.has(context.method)) return true;
    const codes = this.codes.for(context.method);
    return codes === undefined ? METHOD_NOT_ALLOWED : context.hasPermissions(codes);
  }

  [CONSTANT](safe: boolean | undefined): boolean | undefined {
    return safe === true ? true : undefined;
  }
}

/**
 * Lets everybody read, guests too, and users who hold the code of the method do the rest: the codes are those of
 * {@link modelPermissions}, of which reading needs none.
 * @param resource a class, or the name that the codes begin with
 * @throws PermissionsConfigurationError for what is no resource, no option, no method, or no code
 * @see https://www.django-rest-framework.org/api-guide/permissions/#djangomodelpermissionsoranonreadonly
 */
export function modelPermissionsOrAnonReadOnly(
  resource: PermissionResource,
  options: CodeOptions = {},
): BasePermission {
  return new ModelPermissionsOrAnonReadOnly(codedCall(FACTORY, resource, options));
}
