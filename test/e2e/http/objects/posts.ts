import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from '../../../../lib/index.js';

export interface User {
  readonly id: number;
}

export const alice: User = { id: 1 };
export const bob: User = { id: 2 };
export const guest = null;

export class Post {
  constructor(
    readonly id: number,
    public authorId: number,
    public published: boolean,
  ) {}
}

/** Posts in memory: 1 is published, 2 is a draft, both by alice; 3 is a draft by bob. */
@Injectable()
export class Posts {
  readonly rows = [new Post(1, alice.id, true), new Post(2, alice.id, false), new Post(3, bob.id, false)];
  /** The ids that were asked for. */
  readonly asked: unknown[] = [];

  findOne(id: number): Post | null {
    this.asked.push(id);
    return this.rows.find((post) => post.id === id) ?? null;
  }
}

/** One rule for objects and lists. */
@Injectable()
export class IsAuthor extends BasePermission<Post, User> {
  override message = 'Only the author may do this.';
  override code = 'not_author';

  override where({ user }: PermissionContext<User>): Where<Post> {
    return user !== null && { authorId: user.id };
  }
}

@Injectable()
export class IsPublished extends BasePermission<Post> {
  override where(): Where<Post> {
    return { published: true };
  }
}

/** The same as {@link IsAuthor}, for objects only and asynchronous. */
@Injectable()
export class IsAuthorLater extends BasePermission<Post, User> {
  override async hasObjectPermission({ user }: PermissionContext<User>, post: Post): Promise<boolean> {
    await Promise.resolve();
    return user?.id === post.authorId;
  }
}

/** What every missing object answers. */
export const NOT_FOUND = {
  statusCode: 404,
  error: 'Not Found',
  message: 'The requested object does not exist.',
  code: 'not_found',
};
