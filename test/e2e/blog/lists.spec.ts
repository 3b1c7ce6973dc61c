import { jest } from '@jest/globals';
import { Blog, type Persona } from './blog.js';
import { databases } from './databases.js';

interface PostPage {
  items: { id: number }[];
  total: number;
  page: number;
  limit: number;
}

describe.each(databases)('the lists of the blog, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  beforeEach(() => blog.reset());
  afterAll(() => blog.stop());

  async function list(persona: Persona, query = ''): Promise<PostPage> {
    const response = await blog.as(persona, 'GET', `/posts${query}`).expect(200);
    return response.body as PostPage;
  }

  it.each([
    { persona: 'guest', ids: [1, 3] },
    { persona: 'alice', ids: [1, 2, 3] },
    { persona: 'bob', ids: [1, 3, 4] },
    { persona: 'carol', ids: [1, 3] },
    { persona: 'dora', ids: [1, 2, 3, 4] },
  ] as const)('$persona sees the posts $ids', async ({ persona, ids }) => {
    const page = await list(persona);

    expect(page.items.map(({ id }) => id)).toEqual(ids);
    expect(page).toMatchObject({ total: ids.length, page: 1, limit: 20 });
  });

  it('the list holds exactly the posts that can be read one by one', async () => {
    for (const persona of ['guest', 'alice', 'bob', 'carol', 'dora'] as const) {
      const readable: number[] = [];
      for (const id of [1, 2, 3, 4]) {
        const { status } = await blog.as(persona, 'GET', `/posts/${id}`);
        if (status === 200) readable.push(id);
      }
      const { items } = await list(persona);
      expect(items.map(({ id }) => id)).toEqual(readable);
    }
  });

  it('pages count what the caller may see, not what there is', async () => {
    expect(await list('alice', '?page=2&limit=2')).toMatchObject({ items: [{ id: 3 }], total: 3, page: 2, limit: 2 });
    expect(await list('guest', '?page=2&limit=2')).toMatchObject({ items: [], total: 2 });
  });

  it('a post that is published appears to everyone, one that is deleted disappears', async () => {
    await blog.as('bob', 'POST', '/posts/4/publish').expect(200);
    await blog.as('alice', 'DELETE', '/posts/1').expect(204);

    const { items } = await list('guest');
    expect(items.map(({ id }) => id)).toEqual([3, 4]);
  });

  it('an answer carries the columns of a post and nothing of its author', async () => {
    const { items } = await list('guest', '?limit=1');

    expect(items).toEqual([
      { id: 1, title: 'Hello from Alice', body: 'A first post for everyone.', published: true, authorId: 1 },
    ]);
  });

  it.each([
    { persona: 'alice', drafts: [2], comments: [1, 2, 3, 5] },
    { persona: 'bob', drafts: [4], comments: [1, 3, 4] },
    { persona: 'carol', drafts: [], comments: [2, 4] },
    { persona: 'dora', drafts: [], comments: [1, 2, 3, 4, 5] },
  ] as const)('$persona has the drafts $drafts, and moderates the comments $comments', async (expected) => {
    const { persona, drafts, comments } = expected;
    for (const [path, ids] of [
      ['/posts/drafts', drafts],
      ['/comments', comments],
    ] as const) {
      const { body } = await blog.as(persona, 'GET', path).expect(200);
      const page = body as PostPage;
      expect(page.items.map(({ id }) => id)).toEqual(ids);
      expect(page.total).toBe(ids.length);
      const second = await blog.as(persona, 'GET', `${path}?page=2&limit=1`).expect(200);
      expect(second.body).toMatchObject({ items: ids.slice(1, 2).map((id) => ({ id })), total: ids.length });
    }
  });

  it('the comments of a post are its own', async () => {
    const { body } = await blog.as('guest', 'GET', '/posts/3/comments').expect(200);

    expect(body).toEqual([
      { id: 3, postId: 3, authorId: 1, body: 'I prefer to walk.' },
      { id: 4, postId: 3, authorId: 3, body: 'Which wheels?' },
    ]);
  });

  it('comments come in pages, and their number in a header', async () => {
    await blog.as('carol', 'POST', '/posts/3/comments', { body: 'Again!' }).expect(201);
    const page = await blog.as('guest', 'GET', '/posts/3/comments?page=2&limit=2').expect(200);

    expect((page.body as { body: string }[]).map(({ body }) => body)).toEqual(['Again!']);
    expect(page.headers['x-total-count']).toBe('3');
    await blog.as('guest', 'GET', '/posts/3/comments?limit=0').expect(400);
  });

  it('the database filters, counts and cuts the page', async () => {
    const log = jest.spyOn(blog.database.logger, 'logQuery');
    await list('alice', '?page=1&limit=2');
    const asked = log.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes('"posts"'));
    log.mockRestore();

    expect(asked).toHaveLength(2);
    for (const sql of asked) expect(sql).toMatch(/WHERE .*"published" = .* OR .*"authorId" = /);
    expect(asked.filter((sql) => sql.includes(' LIMIT 2'))).toHaveLength(1);
    expect(asked.filter((sql) => sql.includes('COUNT('))).toHaveLength(1);
  });

  it('an administrator sees the users, without their passwords', async () => {
    const { body } = await blog.as('dora', 'GET', '/users').expect(200);

    expect(body).toEqual([
      { id: 1, username: 'alice', isStaff: false },
      { id: 2, username: 'bob', isStaff: false },
      { id: 3, username: 'carol', isStaff: false },
      { id: 4, username: 'dora', isStaff: true },
    ]);
    const one = await blog.as('dora', 'GET', '/users/1').expect(200);
    expect(one.body).toEqual({ id: 1, username: 'alice', isStaff: false });
  });
});
