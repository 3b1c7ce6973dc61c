import { Blog } from './blog.js';

describe('the documentation of the blog', () => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(undefined)));
  afterAll(() => blog.stop());

  it('is a page for people at /docs', async () => {
    const { text } = await blog.as('guest', 'GET', '/docs').expect(200);

    expect(text).toContain('swagger-ui');
  });

  it('is a document for programs, with every route, its id and its body', async () => {
    const { body } = await blog.as('guest', 'GET', '/docs-json').expect(200);
    const { paths, components } = body as {
      paths: Record<string, Record<string, unknown>>;
      components: { schemas: Record<string, { properties: object }> };
    };

    expect(Object.keys(paths).sort()).toEqual([
      '/auth/me',
      '/auth/sign-in',
      '/comments',
      '/comments/{id}',
      '/posts',
      '/posts/drafts',
      '/posts/{id}',
      '/posts/{id}/comments',
      '/posts/{id}/editors/{userId}',
      '/posts/{id}/publish',
      '/posts/{id}/stats',
      '/users',
      '/users/{id}',
    ]);
    for (const [path, item] of Object.entries(paths)) {
      expect(item['parameters'] !== undefined).toBe(path.includes('{id}'));
    }
    expect(Object.keys(components.schemas['UpdatePostDto']!.properties)).toEqual(['title', 'body']);
    expect(JSON.stringify(body)).not.toContain('passwordHash');
  });
});
