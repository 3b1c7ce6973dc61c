import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { User } from '../auth/user.js';
import type { Room } from './room.js';

/** One rule: who may speak in a room and hear what is said, and which rooms a list shows. */
export class IsMember extends BasePermission<Room, User> {
  override where({ user }: PermissionContext<User>): Where<Room> | false {
    return user !== null && { members: { some: { userId: user.id } } };
  }
}
