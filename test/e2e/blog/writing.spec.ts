import { Blog, type Rows } from './blog.js';
import { databases } from './databases.js';

describe.each(databases)('writing in the blog, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  beforeEach(() => blog.reset());
  afterAll(() => blog.stop());

  const named = ([users = [], posts = [], comments = []]: Rows) => ({ users, posts, comments });
  const postOf = async (id: number) => named(await blog.rows()).posts.find((post) => post['id'] === id);

  it('a new post is a draft of the one who wrote it', async () => {
    const { body } = await blog.as('carol', 'POST', '/posts', { title: 'Mine', body: 'Words.' }).expect(201);

    expect(body).toEqual({
      id: expect.any(Number) as number,
      title: 'Mine',
      body: 'Words.',
      published: false,
      authorId: 3,
    });
    expect(await postOf((body as { id: number }).id)).toEqual(body);
  });

  it('an edit changes what was sent and keeps the rest', async () => {
    const { body } = await blog.as('alice', 'PATCH', '/posts/2', { title: 'A whole idea' }).expect(200);

    const expected = { id: 2, title: 'A whole idea', body: 'Alice is still thinking.', published: false, authorId: 1 };
    expect(body).toEqual(expected);
    expect(await postOf(2)).toEqual(expected);
  });

  it('an edit of nothing changes nothing', async () => {
    const before = await blog.state();
    await blog.as('alice', 'PATCH', '/posts/2', {}).expect(200);

    expect(await blog.state()).toEqual(before);
  });

  it('an edit by an administrator leaves the post with its author', async () => {
    await blog.as('dora', 'PATCH', '/posts/4', { body: 'Moderated.' }).expect(200);

    expect(await postOf(4)).toMatchObject({ body: 'Moderated.', authorId: 2, published: false });
  });

  it('publishing is for a draft, once', async () => {
    await blog.as('alice', 'POST', '/posts/2/publish').expect(200, {
      id: 2,
      title: 'Half an idea',
      body: 'Alice is still thinking.',
      published: true,
      authorId: 1,
    });
    const again = await blog.as('alice', 'POST', '/posts/2/publish').expect(403);

    expect(again.body).toMatchObject({ code: 'not_a_draft', message: 'The post is published already.' });
    expect(await postOf(2)).toMatchObject({ published: true });
  });

  it('a deleted post takes its comments with it, and no others', async () => {
    await blog.as('alice', 'DELETE', '/posts/1').expect(204, {});

    const { posts, comments } = named(await blog.rows());
    expect(posts.map((post) => post['id'] as number)).toEqual([2, 3, 4]);
    expect(comments.map((comment) => comment['id'] as number)).toEqual([3, 4, 5]);
  });

  it('a comment is written in the name of the caller, and removed alone', async () => {
    const { body } = await blog.as('carol', 'POST', '/posts/3/comments', { body: 'Again!' }).expect(201);
    expect(body).toEqual({ id: expect.any(Number) as number, postId: 3, authorId: 3, body: 'Again!' });

    await blog.as('bob', 'DELETE', '/comments/3').expect(204, {});
    const { comments } = named(await blog.rows());
    expect(comments.map((comment) => comment['id'] as number)).toEqual([1, 2, 4, 5, (body as { id: number }).id]);
  });

  it('the author reads the figures of a post', async () => {
    await blog.as('alice', 'GET', '/posts/1/stats').expect(200, { words: 5, comments: 2 });
  });
});
