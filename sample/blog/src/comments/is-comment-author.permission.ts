import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { SignedInUser } from '../auth/signed-in-user.js';
import type { Comment } from './comment.entity.js';

@Injectable()
export class IsCommentAuthor extends BasePermission<Comment, SignedInUser> {
  message = 'Only the author of the comment or of its post may do this.';
  code = 'not_comment_author';

  where({ user }: PermissionContext<SignedInUser>): Where<Comment> {
    return user ? { authorId: user.id } : false;
  }
}
