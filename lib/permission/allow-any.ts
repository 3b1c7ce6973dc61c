import { BasePermission } from './base-permission.js';
import { CONSTANT } from './constant.js';

/** Lets everybody in, guests too. Says aloud that a handler is open. */
export class AllowAny extends BasePermission {
  override hasPermission(): boolean {
    return true;
  }

  [CONSTANT](): boolean {
    return true;
  }
}
