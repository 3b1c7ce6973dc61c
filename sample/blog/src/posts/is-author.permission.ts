import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { SignedInUser } from '../auth/signed-in-user.js';
import type { Post } from './post.entity.js';

@Injectable()
export class IsAuthor extends BasePermission<Post, SignedInUser> {
  message = 'Only the author may do this.';
  code = 'not_author';

  /** One rule, two uses: it checks a loaded post, and it filters a list. */
  where({ user }: PermissionContext<SignedInUser>): Where<Post> {
    return user ? { authorId: user.id } : false;
  }
}
