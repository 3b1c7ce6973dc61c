import { DataSource } from 'typeorm';
import type { INestApplication } from '@nestjs/common';
import { Comment } from '../../../sample/blog/src/comments/comment.entity.js';
import { CommentsController } from '../../../sample/blog/src/comments/comments.controller.js';
import { PostCommentsController } from '../../../sample/blog/src/comments/post-comments.controller.js';
import { createApp } from '../../../sample/blog/src/create-app.js';
import { Post } from '../../../sample/blog/src/posts/post.entity.js';
import { PostsController } from '../../../sample/blog/src/posts/posts.controller.js';
import { User } from '../../../sample/blog/src/users/user.entity.js';
import { expectMatrix, type PermissionMatrix, permissionMatrix } from '../../../lib/testing/index.js';

const GOLDEN = `
                                   guest     alice                 bob                  dora
GET /auth/me                       deny 401  allow                 allow                allow
POST /auth/sign-in                 allow     allow                 allow                allow
GET /comments                      deny 401  list                  list                 allow
  alice: or(authorId = 1, post(authorId = 1))
  bob: or(authorId = 2, post(authorId = 2))
DELETE /comments/:id               deny 401  object                object               allow
  with the first comment           deny 401  allow                 allow                allow
GET /posts                         list      list                  list                 allow
  guest: published = true
  alice: or(published = true, authorId = 1)
  bob: or(published = true, authorId = 2)
POST /posts                        deny 401  allow                 allow                allow
DELETE /posts/:id                  deny 401  object                object               allow
  with alice's draft               deny 401  allow                 deny 403 not_author  allow
  with alice's post                deny 401  allow                 deny 403 not_author  allow
GET /posts/:id                     object    object                object               allow
  with alice's draft               deny 401  allow                 deny 403 not_author  allow
  with alice's post                allow     allow                 allow                allow
PATCH /posts/:id                   deny 401  object                object               allow
  with alice's draft               deny 401  allow                 deny 403 not_author  allow
  with alice's post                deny 401  allow                 deny 403 not_author  allow
GET /posts/:id/comments            object    object                object               allow
  with alice's draft               deny 401  allow                 deny 403 not_author  allow
  with alice's post                allow     allow                 allow                allow
POST /posts/:id/comments           deny 401  object                object               allow
  with alice's draft               deny 401  allow                 deny 403 not_author  allow
  with alice's post                deny 401  allow                 allow                allow
DELETE /posts/:id/editors/:userId  deny 401  object                object               object
PUT /posts/:id/editors/:userId     deny 401  object                object               object
POST /posts/:id/publish            deny 401  object                object               object
  with alice's draft               deny 401  allow                 deny 403 not_author  deny 403 not_author
  with alice's post                deny 401  deny 403 not_a_draft  deny 403 not_author  deny 403 not_author
GET /posts/:id/stats               deny 401  object                object               object
  with alice's draft               deny 401  allow                 deny 403 not_author  deny 403 not_author
  with alice's post                deny 401  allow                 deny 403 not_author  deny 403 not_author
GET /posts/drafts                  deny 401  list                  list                 list
  alice: and(authorId = 1, or(published != true, published is null))
  bob: and(authorId = 2, or(published != true, published is null))
  dora: and(authorId = 4, or(published != true, published is null))
GET /users                         deny 401  deny 403              deny 403             allow
GET /users/:id                     deny 401  deny 403              deny 403             allow`;

/** The seeded sample, asked about its own users and rows. */
async function blogMatrix(app: INestApplication): Promise<PermissionMatrix> {
  const { manager } = app.get(DataSource);
  const user = (username: string) => async () => manager.findOneByOrFail(User, { username });
  const alice = await manager.findOneByOrFail(User, { username: 'alice' });
  const postOf = (published: boolean) => manager.findOneByOrFail(Post, { authorId: alice.id, published });
  const posts = { "alice's draft": await postOf(false), "alice's post": await postOf(true) };
  const [comment] = await manager.find(Comment, { relations: { post: true }, order: { id: 'ASC' }, take: 1 });
  return permissionMatrix(app, {
    personas: { guest: null, alice: user('alice'), bob: user('bob'), dora: user('dora') },
    objects: [
      [PostsController, posts],
      [PostCommentsController, posts],
      [CommentsController, { 'the first comment': comment! }],
    ],
  });
}

describe('the blog sample', () => {
  let app: INestApplication;
  let matrix: PermissionMatrix;
  beforeAll(async () => {
    delete process.env['DATABASE_URL'];
    app = await createApp({ logger: false });
    await app.init();
    matrix = await blogMatrix(app);
  });
  afterAll(() => app.close());

  it('lets in whom its permissions say, route by route', () => {
    expect(`\n${String(matrix)}`).toBe(GOLDEN);
  });

  it('shows guests what is published, and lets nobody but administrators see users', () => {
    expectMatrix(matrix).toAdmitOnly('guest', [
      'GET /posts',
      'GET /posts/:id',
      'GET /posts/:id/comments',
      'POST /auth/sign-in',
    ]);
    expectMatrix(matrix).toMatch({
      'GET /users': { guest: 'deny 401', alice: 'deny 403', dora: 'allow' },
      'GET /posts': { guest: 'list published = true' },
      "POST /posts/:id/publish with alice's draft": { alice: 'allow', bob: 'deny 403 not_author' },
    });
  });
});
