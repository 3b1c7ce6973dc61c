import { Blog, type Persona, personas } from './blog.js';
import { databases } from './databases.js';

/**
 * Who gets which answer. Posts 1 and 2 are alice's, 3 and 4 bob's; 2 and 4 are drafts; 99 does not exist.
 * Comments 1 (bob) and 2 (carol) stand under post 1; 3 (alice) and 4 (carol) under post 3; 5 (alice) under post 2.
 */
const table = `
                              guest alice bob carol dora
  POST   /auth/sign-in        200   200   200 200   200
  GET    /auth/me             401   200   200 200   200

  GET    /posts               200   200   200 200   200
  GET    /posts?page=1        200   200   200 200   200
  POST   /posts               401   201   201 201   201
  GET    /posts/1             200   200   200 200   200
  GET    /posts/2             401   200   403 403   200
  GET    /posts/4             401   403   200 403   200
  GET    /posts/99            404   404   404 404   404
  HEAD   /posts/1             200   200   200 200   200
  HEAD   /posts/2             401   200   403 403   200
  HEAD   /posts/99            404   404   404 404   404
  PATCH  /posts/1             401   200   403 403   200
  PATCH  /posts/2             401   200   403 403   200
  PATCH  /posts/4             401   403   200 403   200
  PATCH  /posts/99            401   404   404 404   404
  DELETE /posts/1             401   204   403 403   204
  DELETE /posts/2             401   204   403 403   204
  DELETE /posts/4             401   403   204 403   204
  DELETE /posts/99            401   404   404 404   404
  POST   /posts/1/publish     401   403   403 403   403
  POST   /posts/2/publish     401   200   403 403   403
  POST   /posts/4/publish     401   403   200 403   403
  POST   /posts/99/publish    401   404   404 404   404
  PUT    /posts/1/editors/2   401   204   403 403   403
  PUT    /posts/1/editors/99  401   404   403 403   403
  PUT    /posts/1/editors/x   401   404   403 403   403
  PUT    /posts/99/editors/2  401   404   404 404   404
  DELETE /posts/1/editors/2   401   404   403 403   403
  GET    /posts/1/stats       401   200   403 403   403
  GET    /posts/2/stats       401   200   403 403   403
  GET    /posts/99/stats      401   404   404 404   404

  GET    /posts/1/comments    200   200   200 200   200
  GET    /posts/2/comments    401   200   403 403   200
  GET    /posts/99/comments   404   404   404 404   404
  POST   /posts/1/comments    401   201   201 201   201
  POST   /posts/2/comments    401   201   403 403   201
  POST   /posts/99/comments   401   404   404 404   404
  DELETE /comments/1          401   204   204 403   204
  DELETE /comments/2          401   204   403 204   204
  DELETE /comments/3          401   204   204 403   204
  DELETE /comments/4          401   403   204 204   204
  DELETE /comments/5          401   204   403 403   204
  DELETE /comments/99         401   404   404 404   404

  GET    /users               401   403   403 403   200
  GET    /users/1             401   403   403 403   200
  GET    /users/99            401   403   403 403   404
`;

const cases = table
  .split('\n')
  .slice(2)
  .filter((line) => line.trim() !== '')
  .flatMap((line) => {
    const [method = '', path = '', ...statuses] = line.trim().split(/\s+/);
    return personas.map((persona, index) => ({ persona, method, path, status: Number(statuses[index]) }));
  });

/** A valid body for each route that takes one. */
function bodyOf(method: string, path: string, persona: Persona): object | undefined {
  const username = persona === 'guest' ? 'alice' : persona;
  if (path === '/auth/sign-in') return { username, password: `${username}-password` };
  if (method === 'PATCH') return { title: 'Changed' };
  if (method !== 'POST' || path.endsWith('/publish')) return undefined;
  return path === '/posts' ? { title: 'New', body: 'A new post.' } : { body: 'A new comment.' };
}

describe.each(databases)('who may do what in the blog, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  beforeEach(() => blog.reset());
  afterAll(() => blog.stop());

  it.each(cases)('$persona: $method $path → $status', async ({ persona, method, path, status }) => {
    const before = await blog.state();
    const response = await blog.as(persona, method, path, bodyOf(method, path, persona));

    expect(response.status).toBe(status);
    const writes = status < 300 && !['GET', 'HEAD'].includes(method) && path !== '/auth/sign-in';
    const after = await blog.state();
    if (writes) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
    if (status >= 400 && method !== 'HEAD') {
      expect(response.body).toEqual({
        statusCode: status,
        error: { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' }[status],
        message: expect.any(String) as string,
        code: expect.any(String) as string,
      });
    }
    if (method === 'HEAD') expect(response.text).toBeFalsy();
    expect(response.headers['www-authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
  });
});
