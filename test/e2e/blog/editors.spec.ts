import { Blog } from './blog.js';
import { databases } from './databases.js';

describe.each(databases)('the editors of a post, on $database', ({ url }) => {
  let blog: Blog;
  beforeAll(async () => void (blog = await Blog.start(url)));
  beforeEach(() => blog.reset());
  afterAll(() => blog.stop());

  const title = { title: 'Edited' };

  it('change it as long as the author lets them, and nothing else', async () => {
    await blog.as('bob', 'PATCH', '/posts/1', title).expect(403);
    await blog.as('alice', 'PUT', '/posts/1/editors/2').expect(204);
    await blog.as('alice', 'PUT', '/posts/1/editors/2').expect(204);

    await blog.as('bob', 'PATCH', '/posts/1', title).expect(200);
    await blog
      .as('guest', 'GET', '/posts/1')
      .expect(200)
      .expect(({ body }) => {
        expect(body).toMatchObject(title);
      });
    await blog.as('bob', 'PATCH', '/posts/2', title).expect(403);
    await blog.as('bob', 'DELETE', '/posts/1').expect(403);
    await blog.as('bob', 'PUT', '/posts/1/editors/3').expect(403);
    await blog.as('carol', 'PATCH', '/posts/1', title).expect(403);
    await blog.as('alice', 'DELETE', '/posts/1/editors/2').expect(204);
    await blog.as('bob', 'PATCH', '/posts/1', title).expect(403);
  });

  it('lose what they had when the post is deleted', async () => {
    await blog.as('alice', 'PUT', '/posts/1/editors/2').expect(204);
    await blog.as('alice', 'DELETE', '/posts/1').expect(204);

    expect(await blog.database.query(`SELECT * FROM ${blog.database.getMetadata('ObjectGrant').tablePath}`)).toEqual(
      [],
    );
    await blog.as('bob', 'PATCH', '/posts/1', title).expect(404);
  });
});
