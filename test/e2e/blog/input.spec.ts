import { Blog } from './blog.js';
import { databases } from './databases.js';

const hostileIds = `
  abc 0 -1 +1 01 1.0 1e3 0x7 1n %EF%BC%91 NaN Infinity null undefined 1,2 1;2 %201 1%20 1%0a %00 1%00 %E0%A4%A
  __proto__ constructor 1%27%20OR%20%271%27=%271 [object%20Object]
  2147483648 9007199254740993 99999999999999999999 ${'9'.repeat(200)}
`;

const hostileQueries = `
  page=0 page=-1 page=1.5 page=1e1 page=0x1 page= page page=%201 page=abc page=NaN page=10001 page=9999999 page=%00
  page=1&page=2 page[]=1 page[gt]=1 limit=0 limit=101 limit=1e1 limit=__proto__ limit=5&limit=5
  offset=1 published=false authorId=2 id=1 __proto__[x]=1
`;

const words = (list: string): string[] => list.trim().split(/\s+/);

describe.each(databases)('hostile input to the blog, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  beforeEach(() => blog.reset());
  afterAll(() => blog.stop());

  /** Sends as dora, whom no rule refuses, and proves that nothing was written. */
  async function expectRefused(status: number, method: string, path: string, body?: object): Promise<void> {
    const before = await blog.state();
    const response = await blog.as('dora', method, path, body);

    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({
      statusCode: status,
      error: { 400: 'Bad Request', 404: 'Not Found' }[status],
    });
    expect(await blog.state()).toEqual(before);
  }

  describe.each(words(hostileIds))('the id %s', (id) => {
    it.each([
      ['GET', `/posts/${id}`, undefined],
      ['PATCH', `/posts/${id}`, { title: 'Changed' }],
      ['DELETE', `/posts/${id}`, undefined],
      ['POST', `/posts/${id}/publish`, undefined],
      ['GET', `/posts/${id}/stats`, undefined],
      ['GET', `/posts/${id}/comments`, undefined],
      ['POST', `/posts/${id}/comments`, { body: 'New' }],
      ['DELETE', `/comments/${id}`, undefined],
      ['GET', `/users/${id}`, undefined],
    ])('is refused with 400: %s', async (method, path, body) => {
      await expectRefused(400, method, path, body);
    });
  });

  it('the largest id that a column holds is an id like any other', async () => {
    await expectRefused(404, 'GET', '/posts/2147483647');
    await expectRefused(404, 'DELETE', '/comments/2147483647');
  });

  it('an id in the query or the body is not the id of the post', async () => {
    const { body } = await blog.as('alice', 'GET', '/posts/2?id=4&id=3').expect(200);
    expect(body).toMatchObject({ id: 2 });

    await expectRefused(400, 'PATCH', '/posts/2', { id: 4, title: 'Changed' });
  });

  it.each(words(hostileQueries))('the query ?%s is refused with 400', async (query) => {
    await expectRefused(400, 'GET', `/posts?${query}`);
  });

  const badTexts: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['true', true],
    ['a list', ['text']],
    ['an object', { text: 'text' }],
    ['an empty text', ''],
    ['a text with NUL', 'te\0xt'],
  ];

  it.each(badTexts)('a post whose title is %s is refused with 400', async (_name, title) => {
    await expectRefused(400, 'POST', '/posts', { title, body: 'Words.' });
    if (title !== undefined) await expectRefused(400, 'PATCH', '/posts/1', { title });
  });

  it.each(badTexts)('a text that is %s is refused with 400', async (_name, body) => {
    await expectRefused(400, 'POST', '/posts', { title: 'Title', body });
    await expectRefused(400, 'POST', '/posts/1/comments', { body });
    if (body !== undefined) await expectRefused(400, 'PATCH', '/posts/1', { body });
  });

  it('texts have a limit', async () => {
    await expectRefused(400, 'POST', '/posts', { title: 'a'.repeat(201), body: 'Words.' });
    await expectRefused(400, 'PATCH', '/posts/1', { body: 'a'.repeat(10_001) });
    await expectRefused(400, 'POST', '/posts/1/comments', { body: 'a'.repeat(2_001) });
  });

  it.each<object>([{ authorId: 2 }, { author: { id: 2 } }, { published: true }, { id: 9 }, { comments: [] }])(
    'a client cannot write the field %j',
    async (field) => {
      await expectRefused(400, 'POST', '/posts', { title: 'Title', body: 'Words.', ...field });
      await expectRefused(400, 'PATCH', '/posts/1', { title: 'Changed', ...field });
      await expectRefused(400, 'POST', '/posts/1/comments', { body: 'Words.', ...field });
    },
  );

  it.each(['[]', '[{"title":"a","body":"b"}]', '"text"', '1', 'null', 'true', '{"title":', ''])(
    'the body %j is refused with 400',
    async (text) => {
      const before = await blog.state();
      const response = await blog.as('dora', 'POST', '/posts').set('Content-Type', 'application/json').send(text);

      expect(response.status).toBe(400);
      expect(await blog.state()).toEqual(before);
    },
  );

  it.each(['__proto__', 'constructor', 'prototype'])('the key %s reaches no prototype and no column', async (key) => {
    const text = `{"title":"Title","body":"Words.","${key}":{"authorId":1,"isStaff":true,"published":true}}`;
    const response = await blog.as('dora', 'POST', '/posts').set('Content-Type', 'application/json').send(text);

    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({ title: 'Title', body: 'Words.', published: false, authorId: 4 });
    expect(Object.keys(Object.prototype)).toEqual([]);
    const list = await blog.as('guest', 'GET', `/posts?${key}=1`).expect(200);
    expect(list.body).toMatchObject({ page: 1, limit: 20, total: 2 });
  });

  it('permissions come before the body: a caller who may not write learns nothing of its mistakes', async () => {
    await blog.as('guest', 'POST', '/posts', { title: 1 }).expect(401);
    await blog.as('guest', 'PATCH', '/posts/abc', { title: 1 }).expect(401);
    await blog.as('carol', 'PATCH', '/posts/1', { title: 1 }).expect(403);
    await blog.as('bob', 'POST', '/posts/2/comments', {}).expect(403);
    await blog.as('alice', 'GET', '/users/abc').expect(403);
  });

  it.each([
    ['PUT', '/posts/1'],
    ['POST', '/posts/1'],
    ['PATCH', '/posts'],
    ['DELETE', '/posts'],
    ['PATCH', '/comments/1'],
    ['GET', '/comments/1'],
    ['PATCH', '/posts/drafts/1'],
    ['POST', '/comments'],
    ['PUT', '/posts/1/publish'],
    ['GET', '/posts/1/publish'],
    ['DELETE', '/users/1'],
    ['OPTIONS', '/posts/2'],
    ['PROPFIND', '/posts/1'],
    ['GET', '/nowhere'],
  ])('%s %s is not a route', async (method, path) => {
    await expectRefused(404, method, path);
  });

  it('a method in a header is not the method of the request', async () => {
    const before = await blog.state();
    await blog.as('guest', 'GET', '/posts/1').set('X-HTTP-Method-Override', 'DELETE').expect(200);
    await blog.as('carol', 'POST', '/posts/1/comments?_method=DELETE', { body: 1 }).expect(400);

    expect(await blog.state()).toEqual(before);
  });
});
