import { readFileSync } from 'node:fs';
import { Blog, type Persona } from './blog.js';
import { databases } from './databases.js';

const readme = readFileSync('sample/blog/README.md', 'utf8');
const row = /^\| (\w+) +\| `([A-Z]+) (\S+)` +\| (?:`(.+)`)? *\| (\d{3})(?: `(\w+)`)?/gm;

const documented = [...readme.matchAll(row)].map(([, persona, method = '', path = '', body, status, code]) => ({
  persona: persona as Persona,
  method,
  path,
  body: body === undefined ? undefined : (JSON.parse(body) as object),
  status: Number(status),
  code,
}));

describe.each(databases)('what the README of the blog says, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  beforeEach(() => blog.reset());
  afterAll(() => blog.stop());

  it('every row of its table is understood', () => {
    const rows = readme
      .slice(readme.indexOf('## Every request'))
      .split('\n')
      .filter((line) => line.startsWith('| '));

    expect(documented).toHaveLength(rows.length - 2);
  });

  it.each(documented)(
    '$persona: $method $path $body → $status $code',
    async ({ persona, method, path, body, status, code }) => {
      const response = await blog.as(persona, method, path, body);

      expect(response.status).toBe(status);
      expect((response.body as { code?: string }).code).toBe(code);
    },
  );

  it('the users and passwords of its table can sign in', async () => {
    const users = [...readme.matchAll(/^\| `(\w+)` +\| `(\S+)` +\|/gm)];

    expect(users.map(([, username]) => username)).toEqual(['alice', 'bob', 'carol', 'dora']);
    for (const [, username, password] of users) {
      await blog.send('POST', '/auth/sign-in', { username, password }).expect(200);
    }
  });
});
