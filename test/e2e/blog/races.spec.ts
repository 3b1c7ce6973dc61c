import { jest } from '@jest/globals';
import { Comment } from '../../../sample/blog/src/comments/comment.entity.js';
import { CommentsService } from '../../../sample/blog/src/comments/comments.service.js';
import { Post } from '../../../sample/blog/src/posts/post.entity.js';
import { PostsService } from '../../../sample/blog/src/posts/posts.service.js';
import { Blog } from './blog.js';
import { databases } from './databases.js';

const [bob, carol] = [2, 3];

describe.each(databases)('between the check and the write of the blog, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  beforeEach(() => blog.reset());
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => blog.stop());

  /** Somebody else, on another connection where there can be one, is faster than the handler. */
  function meanwhile(service: object, method: string, change: () => Promise<unknown>): void {
    const target = service as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const original = target[method]!.bind(service);
    jest.spyOn(target, method).mockImplementationOnce(async (...args) => {
      await change();
      return original(...args);
    });
  }

  it.each([
    ['update', 'PATCH', '/posts/2', { title: 'Mine' }],
    ['remove', 'DELETE', '/posts/2', undefined],
    ['publish', 'POST', '/posts/2/publish', undefined],
  ])('a post that becomes somebody else’s is not written: %s', async (method, verb, path, body) => {
    const posts = blog.database.getRepository(Post);
    meanwhile(blog.app.get(PostsService), method, () => posts.update({ id: 2 }, { authorId: bob }));
    const response = await blog.as('alice', verb, path, body);
    const missing = await blog.as('alice', verb, path.replace('2', '99'), body);

    expect([response.status, response.text]).toEqual([404, missing.text]);
    const left = { id: 2, title: 'Half an idea', body: 'Alice is still thinking.', published: false, authorId: bob };
    expect(await posts.findOneBy({ id: 2 })).toEqual(left);
  });

  it('a post that is deleted meanwhile is not found', async () => {
    const posts = blog.database.getRepository(Post);
    meanwhile(blog.app.get(PostsService), 'update', () => posts.delete({ id: 2 }));
    await blog.as('alice', 'PATCH', '/posts/2', { title: 'Mine' }).expect(404);
  });

  it('a comment under a post that becomes somebody else’s is not removed', async () => {
    const posts = blog.database.getRepository(Post);
    meanwhile(blog.app.get(CommentsService), 'remove', () => posts.update({ id: 1 }, { authorId: carol }));
    await blog.as('alice', 'DELETE', '/comments/1').expect(404);

    expect(await blog.database.getRepository(Comment).existsBy({ id: 1 })).toBe(true);
  });
});
