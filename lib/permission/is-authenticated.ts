import type { PermissionContext } from '../context/permission-context.js';
import { BasePermission } from './base-permission.js';

/** Lets every authenticated user in. */
export class IsAuthenticated extends BasePermission {
  override hasPermission(context: PermissionContext): boolean {
    return context.user !== null;
  }
}
