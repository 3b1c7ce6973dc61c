import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { User } from '../auth/user.js';
import type { Room } from './room.js';

/** Everybody who is signed in may be in an open room. */
export class IsOpen extends BasePermission<Room, User> {
  override where({ user }: PermissionContext<User>): Where<Room> | false {
    return user !== null && { open: true };
  }
}
