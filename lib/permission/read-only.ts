import type { PermissionContext } from '../context/permission-context.js';
import { SAFE_METHODS } from '../context/safe-methods.js';
import { BasePermission } from './base-permission.js';
import { CONSTANT } from './constant.js';

/** Lets everybody read: GET, HEAD and OPTIONS, and no other method. */
export class ReadOnly extends BasePermission {
  override hasPermission(context: PermissionContext): boolean {
    return SAFE_METHODS.has(context.method);
  }

  [CONSTANT](safe: boolean | undefined): boolean | undefined {
    return safe;
  }
}
