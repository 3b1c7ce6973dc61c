import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { SignedInUser } from '../auth/signed-in-user.js';
import type { Comment } from './comment.entity.js';

/** A rule may follow a relation: the comment stands under a post of the caller's. */
@Injectable()
export class IsPostAuthor extends BasePermission<Comment, SignedInUser> {
  where({ user }: PermissionContext<SignedInUser>): Where<Comment> {
    return user ? { post: { authorId: user.id } } : false;
  }
}
