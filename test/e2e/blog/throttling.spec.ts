import { Blog } from './blog.js';

describe('how often the blog may be asked', () => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(undefined)));
  afterAll(() => blog.stop());

  const times = async (count: number, send: () => PromiseLike<{ status: number }>): Promise<Set<number>> => {
    const statuses = new Set<number>();
    for (let sent = 0; sent < count; sent++) statuses.add((await send()).status);
    return statuses;
  };

  it('an address may try to sign in a hundred times an hour, and then has to wait', async () => {
    const attempt = () => blog.send('POST', '/auth/sign-in', {});
    const statuses = await times(101, attempt);
    expect([...statuses]).toEqual([400, 429]);

    const { body, headers } = await attempt();
    expect(body).toMatchObject({ statusCode: 429, error: 'Too Many Requests', code: 'throttled' });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('a user may write 300 times an hour, posts and comments together, and read as often as they like', async () => {
    const write = (path: string) => () => blog.as('carol', 'POST', path, {});
    expect([...(await times(150, write('/posts')))]).toEqual([400]);
    expect([...(await times(151, write('/posts/1/comments')))]).toEqual([400, 429]);
    expect((await blog.as('carol', 'GET', '/posts/1')).status).toBe(200);
    expect((await blog.as('alice', 'POST', '/posts', {})).status).toBe(400);
  });
});
