import { BasePermission } from './base-permission.js';
import { CONSTANT } from './constant.js';

/** Refuses everybody, administrators too. */
export class DenyAll extends BasePermission {
  override hasPermission(): boolean {
    return false;
  }

  [CONSTANT](): boolean {
    return false;
  }
}
