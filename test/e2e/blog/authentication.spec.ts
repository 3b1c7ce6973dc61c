import { JwtService } from '@nestjs/jwt';
import { User } from '../../../sample/blog/src/users/user.entity.js';
import { Blog } from './blog.js';
import { databases } from './databases.js';

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

describe.each(databases)('signing in to the blog, on $database', ({ url }) => {
  let blog: Blog;
  let tokens: JwtService;
  let alice: string;
  beforeAll(async () => {
    blog = await Blog.start(url);
    tokens = blog.app.get(JwtService, { strict: false });
    alice = await blog.signIn('alice');
  });
  beforeEach(() => blog.reset());
  afterAll(() => blog.stop());

  const signIn = (body: object) => blog.send('POST', '/auth/sign-in', body);
  const get = (path: string, authorization: string) => blog.send('GET', path).set('Authorization', authorization);

  it('gives a token that says who is asking, and nothing secret', async () => {
    const token = await blog.signIn('dora');

    await get('/auth/me', `Bearer ${token}`).expect(200, { id: 4, username: 'dora', isStaff: true });
    await get('/auth/me', `bearer ${token}`).expect(200);
    expect(tokens.decode(token)).toEqual({
      sub: '4',
      iat: expect.any(Number) as number,
      exp: expect.any(Number) as number,
    });
  });

  it('keeps passwords as salted hashes', async () => {
    const [users = []] = await blog.rows();
    const hashes = users.map((user) => user['passwordHash'] as string);

    expect(new Set(hashes).size).toBe(4);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}:[0-9a-f]{64}$/);
  });

  it('refuses a wrong password and an unknown user with the same bytes', async () => {
    const wrong = await signIn({ username: 'alice', password: 'bob-password' }).expect(401);
    const unknown = await signIn({ username: 'mallory', password: 'bob-password' }).expect(401);

    expect(wrong.text).toBe(unknown.text);
    expect(wrong.body).toEqual({
      statusCode: 401,
      error: 'Unauthorized',
      message: 'Wrong user name or password.',
      code: 'wrong_credentials',
    });
  });

  it.each([
    [{}],
    [{ username: 'alice' }],
    [{ username: 'alice', password: '' }],
    [{ username: 'alice', password: 1 }],
    [{ username: { not: null }, password: 'alice-password' }],
    [{ username: ['alice'], password: 'alice-password' }],
    [{ username: 'alice', password: null }],
    [{ username: 'alice\0', password: 'alice-password' }],
    [{ username: 'alice', password: 'a'.repeat(101) }],
    [{ username: 'alice', password: 'alice-password', isStaff: true }],
  ])('answers 400 to %j', async (body) => {
    await signIn(body).expect(400);
  });

  describe.each(['/posts', '/posts/1', '/auth/me', '/users'])('GET %s', (path) => {
    it.each<[string, () => Promise<string> | string]>([
      ['an empty header', () => ''],
      ['a scheme without a token', () => 'Bearer'],
      ['another scheme', () => `Basic ${Buffer.from('alice:alice-password').toString('base64')}`],
      ['a token without its scheme', () => alice],
      ['two tokens', () => `Bearer ${alice} ${alice}`],
      ['letters', () => 'Bearer letters'],
      ['a changed signature', () => `Bearer ${alice.slice(0, -4)}AAAA`],
      [
        'a changed payload',
        () => `Bearer ${alice.replace(/\.[^.]+\./, `.${encoded({ sub: '4', exp: inAnHour() })}.`)}`,
      ],
      ['no signature', () => `Bearer ${alice.replace(/[^.]+$/, '')}`],
      ['alg none', () => `Bearer ${encoded({ alg: 'none', typ: 'JWT' })}.${encoded({ sub: '4', exp: inAnHour() })}.`],
      [
        "a stranger's secret",
        async () => `Bearer ${await new JwtService({ secret: 'guessed' }).signAsync({}, { subject: '4' })}`,
      ],
      ['another algorithm', async () => `Bearer ${await tokens.signAsync({}, { subject: '4', algorithm: 'HS512' })}`],
      ['a token that has expired', async () => `Bearer ${await tokens.signAsync({}, { subject: '4', expiresIn: -1 })}`],
      ['a token of nobody', async () => `Bearer ${await tokens.signAsync({})}`],
      ['a subject that is a number', async () => `Bearer ${await tokens.signAsync({ sub: 4 })}`],
      ['a subject that is an object', async () => `Bearer ${await tokens.signAsync({ sub: { not: 1 } })}`],
      ['a subject that is a name', async () => `Bearer ${await tokens.signAsync({}, { subject: 'dora' })}`],
      [
        'a subject beyond the integers',
        async () => `Bearer ${await tokens.signAsync({}, { subject: '99999999999999999999' })}`,
      ],
      ['a subject that does not exist', async () => `Bearer ${await tokens.signAsync({}, { subject: '99' })}`],
    ])('answers 401 to %s, even where guests may go', async (_name, authorization) => {
      const response = await get(path, await authorization());

      expect(response.status).toBe(401);
      expect(response.body).toEqual({
        statusCode: 401,
        error: 'Unauthorized',
        message: 'The token is not valid (any more): sign in again.',
        code: 'invalid_token',
      });
      expect(response.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    });
  });

  it('a user who is deleted is signed out at once', async () => {
    await blog.database.getRepository(User).delete(3);

    await blog.as('carol', 'GET', '/auth/me').expect(401);
    await blog.as('carol', 'POST', '/posts', { title: 'From', body: 'nowhere' }).expect(401);
    await signIn({ username: 'carol', password: 'carol-password' }).expect(401);
  });

  it('an administrator who is one no more loses the rights at once', async () => {
    await blog.database.getRepository(User).update(4, { isStaff: false });

    await blog.as('dora', 'GET', '/users').expect(403);
    await blog.as('dora', 'GET', '/posts/2').expect(403);
  });

  it('a token is read from the header alone', async () => {
    const token = await blog.signIn('alice');

    await blog.send('GET', `/auth/me?token=${token}`).expect(401);
    await blog.send('GET', '/auth/me').set('Cookie', `token=${token}`).expect(401);
    await blog.send('POST', '/posts', { title: 'a', body: 'b', user: { id: 1 } }).expect(401);
  });
});
