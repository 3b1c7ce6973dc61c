import type { PermissionContext } from '../context/permission-context.js';
import { SAFE_METHODS } from '../context/safe-methods.js';
import { BasePermission } from './base-permission.js';
import { CONSTANT } from './constant.js';

/** Lets everybody read, and authenticated users do the rest. */
export class IsAuthenticatedOrReadOnly extends BasePermission {
  override hasPermission(context: PermissionContext): boolean {
    return context.user !== null || SAFE_METHODS.has(context.method);
  }

  [CONSTANT](safe: boolean | undefined): boolean | undefined {
    return safe === true ? true : undefined;
  }
}
