import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from '../../lib/index.js';

/** What the message handlers of tests work on. */
export interface Post {
  readonly id: number;
  readonly authorId: number;
}

export const POSTS: readonly Post[] = [
  { id: 1, authorId: 1 },
  { id: 2, authorId: 2 },
  { id: 3, authorId: 1 },
];

/** Finds the posts. */
@Injectable()
export class PostsService {
  findOne(id: number): Post | undefined {
    return POSTS.find((post) => post.id === id);
  }
}

/** Grants authors their own posts. */
@Injectable()
export class IsAuthor extends BasePermission<Post, { id: number }> {
  override code = 'not_author';
  override message = 'Only the author may do this.';
  where({ user }: PermissionContext<{ id: number }>): Where<Post> {
    return user === null ? false : { authorId: user.id };
  }
}

/** Throws, and what it throws is nobody's business. */
@Injectable()
export class Breaks extends BasePermission {
  hasPermission(): boolean {
    throw new Error('the password is secret');
  }
}
