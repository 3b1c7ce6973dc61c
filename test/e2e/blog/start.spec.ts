import { createServer, type Server } from 'node:net';
import { PermissionsAuditor } from 'nestjs-permissions';
import { listQueries } from '../../../sample/blog/src/list-queries.js';
import { firstSteps } from '../../../sample/blog/src/first-steps.js';
import { routeTable } from '../../../sample/blog/src/route-table.js';
import { startProblem } from '../../../sample/blog/src/start-problem.js';
import { Blog } from './blog.js';
import { databases } from './databases.js';

const routes = `
METHOD  PATH                        OBJECT         POLICY
GET     /auth/me                    -              IsAuthenticated
POST    /auth/sign-in               -              AllowAny
GET     /comments                   scope          or(IsCommentAuthor, IsPostAuthor, IsAdminUser)
DELETE  /comments/:id               loaded, scope  or(IsCommentAuthor, IsPostAuthor, IsAdminUser)
GET     /posts                      scope          or(and(ReadOnly, IsPublished), IsAuthor, IsAdminUser)
POST    /posts                      -              IsAuthenticated
DELETE  /posts/:id                  loaded, scope  or(and(ReadOnly, IsPublished), IsAuthor, IsAdminUser)
GET     /posts/:id                  loaded         or(and(ReadOnly, IsPublished), IsAuthor, IsAdminUser)
PATCH   /posts/:id                  loaded, scope  or(and(IsAuthenticated, or(ReadOnly, objectPermissions(Post, { relation: 'object-only', requireView: false }))), IsAuthor, IsAdminUser)
GET     /posts/:id/comments         loaded         or(IsPublished, IsAuthor, IsAdminUser)
POST    /posts/:id/comments         loaded         and(IsAuthenticated, or(IsPublished, IsAuthor, IsAdminUser))
DELETE  /posts/:id/editors/:userId  loaded         IsAuthor
PUT     /posts/:id/editors/:userId  loaded         IsAuthor
POST    /posts/:id/publish          loaded, scope  and(IsAuthor, not(IsPublished))
GET     /posts/:id/stats            loaded         IsAuthor
GET     /posts/drafts               scope          and(IsAuthor, not(IsPublished))
GET     /users                      -              modelPermissions(User)
GET     /users/:id                  loaded         modelPermissions(User)
`;

describe.each(databases)('the start of the blog, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  afterAll(() => blog.stop());

  it('prints who may do what, and has nothing to complain about', () => {
    const report = blog.app.get(PermissionsAuditor).audit();

    expect(routeTable(report)).toBe(routes.trim());
    expect(report.findings).toEqual([]);
  });

  it('prints what the lists ask the database', async () => {
    const printed = await listQueries(blog.app, { id: 1, username: 'alice', isStaff: false });

    for (const list of ['GET /posts\n', 'GET /posts/drafts\n', 'GET /comments\n']) expect(printed).toContain(list);
    expect(printed.match(/SELECT .* WHERE /g)).toHaveLength(3);
    expect(printed).toMatch(/GET \/comments\n.* EXISTS \(SELECT 1 FROM .*posts/);
  });

  it('begins with the same rows each time, and touches no table of others', async () => {
    await blog.database.query('CREATE TABLE others (id integer)');
    await blog.as('alice', 'DELETE', '/posts/1').expect(204);
    await blog.restart();

    const [users = [], posts = [], comments = []] = await blog.rows();
    expect([users.length, posts.length, comments.length]).toEqual([4, 4, 5]);
    expect(posts[0]).toMatchObject({ id: 1, authorId: 1, title: 'Hello from Alice' });
    // SQLite in memory ends with the application
    if (url !== undefined) expect(await blog.database.query('SELECT * FROM others')).toEqual([]);
  });

  it('gives tokens of its own each time, unless JWT_SECRET makes them last', async () => {
    process.env['JWT_SECRET'] = '';
    await blog.restart();
    await blog.as('alice', 'GET', '/auth/me').expect(401);

    process.env['JWT_SECRET'] = 'a secret that lasts';
    await blog.restart();
    const token = await blog.signIn('alice');
    await blog.restart();
    await blog.send('GET', '/auth/me').set('Authorization', `Bearer ${token}`).expect(200);
  });
});

describe('what the blog prints', () => {
  it('has three requests to try', () => {
    const text = firstSteps('http://localhost:3000');

    expect(text.match(/curl/g)).toHaveLength(3);
    expect(text).toContain('http://localhost:3000/auth/sign-in');
  });

  it.each([
    ['ECONNREFUSED', /unset DATABASE_URL/],
    ['ERR_SOCKET_BAD_PORT', /PORT must be a number/],
    ['3D000', /^The blog did not start\. Error: reason/],
  ])('explains %s', (code, explanation) => {
    expect(startProblem(Object.assign(new Error('reason'), { code }))).toMatch(explanation);
  });

  it('explains a port that is taken', async () => {
    const first = await new Promise<Server>((resolve) => {
      const server: Server = createServer().listen(0, () => {
        resolve(server);
      });
    });
    const taken = new Promise<NodeJS.ErrnoException>((resolve) => {
      createServer().once('error', resolve).listen(first.address());
    });

    expect(startProblem(await taken)).toContain('Choose another one: PORT=3001 npm start');
    first.close();
  });
});
