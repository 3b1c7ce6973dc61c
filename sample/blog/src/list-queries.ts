import type { INestApplication, Type } from '@nestjs/common';
import { PermissionsService } from 'nestjs-permissions';
import { applyScope } from 'nestjs-permissions/typeorm';
import { DataSource } from 'typeorm';
import type { SignedInUser } from './auth/signed-in-user.js';
import { Comment } from './comments/comment.entity.js';
import { CommentsController } from './comments/comments.controller.js';
import { Post } from './posts/post.entity.js';
import { PostsController } from './posts/posts.controller.js';

const LISTS: readonly [path: string, entity: Type<Post | Comment>, controller: Type, action: string][] = [
  ['GET /posts', Post, PostsController, 'list'],
  ['GET /posts/drafts', Post, PostsController, 'drafts'],
  ['GET /comments', Comment, CommentsController, 'list'],
];

/** What each list asks the database on behalf of this user: the rules of its policy as a WHERE. */
export async function listQueries(app: INestApplication, user: SignedInUser): Promise<string> {
  const service = app.get(PermissionsService);
  const database = app.get(DataSource);
  const queries = LISTS.map(async ([path, entity, controller, action]) => {
    const scope = await service.scope<Post | Comment>({ controller, action }, user);
    const rows = database.getRepository(entity).createQueryBuilder('row').select('row.id');
    const [sql, values] = applyScope(rows, scope).getQueryAndParameters();
    return `${path}\n  ${sql}\n  ${JSON.stringify(values)}`;
  });
  return `What the lists of ${user.username} ask the database:\n\n${(await Promise.all(queries)).join('\n\n')}`;
}
