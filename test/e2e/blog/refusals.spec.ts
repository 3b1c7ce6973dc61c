import { Blog, type Persona } from './blog.js';
import { databases } from './databases.js';

const notAuthor = { code: 'not_author', message: 'Only the author may do this.' };
const notCommentAuthor = {
  code: 'not_comment_author',
  message: 'Only the author of the comment or of its post may do this.',
};

describe.each(databases)('what a refusal of the blog says, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  afterAll(() => blog.stop());

  it.each<[Persona, string, string, object]>([
    ['alice', 'GET', '/posts/4', notAuthor],
    ['alice', 'PATCH', '/posts/3', notAuthor],
    ['carol', 'DELETE', '/posts/1', notAuthor],
    ['bob', 'POST', '/posts/2/publish', notAuthor],
    ['dora', 'POST', '/posts/2/publish', notAuthor],
    ['alice', 'POST', '/posts/1/publish', { code: 'not_a_draft', message: 'The post is published already.' }],
    ['dora', 'GET', '/posts/1/stats', notAuthor],
    ['carol', 'GET', '/posts/2/comments', notAuthor],
    ['carol', 'POST', '/posts/2/comments', notAuthor],
    ['carol', 'DELETE', '/comments/1', notCommentAuthor],
  ])('%s: %s %s names the rule in words and in a code', async (persona, method, path, said) => {
    const { body } = await blog.as(persona, method, path, { body: 'text' }).expect(403);

    expect(body).toEqual({ statusCode: 403, error: 'Forbidden', ...said });
  });

  it('a guest hears the same everywhere: sign in', async () => {
    const answers = await Promise.all(
      ['/auth/me', '/posts/2', '/posts/1/stats', '/posts/4/comments', '/users', '/users/1'].map((path) =>
        blog.as('guest', 'GET', path).expect(401),
      ),
    );

    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    for (const { headers } of answers) expect(headers['www-authenticate']).toBe('Bearer');
  });

  it('a refusal carries no title, no id, no class name and no stack', async () => {
    for (const path of ['/posts/4', '/posts/4/comments', '/posts/4/stats', '/users/4']) {
      const { text } = await blog.as('alice', 'GET', path).expect(403);
      expect(text).not.toMatch(/boats|\b4\b|Is[A-Z]|at .+:\d/);
    }
  });
});
