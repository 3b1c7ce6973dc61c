import type { PermissionContext } from '../context/permission-context.js';
import { BasePermission } from './base-permission.js';

/** Lets administrators in: users whose `isStaff` is `true`, unless the option `isAdmin` says otherwise. */
export class IsAdminUser extends BasePermission {
  override hasPermission(context: PermissionContext): boolean {
    return context.isAdmin;
  }
}
