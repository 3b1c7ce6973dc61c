import { Logger } from '@nestjs/common';
import { AuthZenBackend, type AuthZenBackendOptions } from 'nestjs-permissions/authzen';
import { answering, DecisionPointServer } from '../../support/decision-point.js';

interface User {
  readonly id: number;
  readonly passwordHash?: string;
}

const ADA: User = { id: 7, passwordHash: 'secret' };
const POST = { id: 3, authorId: 7, draft: 'secret' };

describe('what a decision point is asked', () => {
  const server = new DecisionPointServer();
  const backend = (options: Partial<AuthZenBackendOptions<User>> = {}) =>
    new AuthZenBackend<User>({ url: server.url, timeoutMs: 60_000, ...options });
  const paths = () => server.asked.map(({ path }) => path);
  const bodies = () => server.asked.map(({ body }) => body);

  beforeAll(async () => {
    Logger.overrideLogger(false);
    await server.start();
  });
  beforeEach(() => {
    server.reset();
  });
  afterAll(() => server.stop());

  it('is one evaluation for one code', async () => {
    await expect(backend().hasPermissions(ADA, ['post.change'], POST)).resolves.toBe(true);
    expect(server.asked).toMatchObject([
      { path: '/access/v1/evaluation', headers: { 'content-type': 'application/json', accept: 'application/json' } },
    ]);
  });

  it('tells nothing of the user and the object but what they are', async () => {
    await backend().hasPermissions(ADA, ['post.change'], POST);
    expect(bodies()).toEqual([
      {
        subject: { type: 'user', id: '7' },
        resource: { type: 'post', id: '3' },
        action: { name: 'change' },
        context: {},
      },
    ]);
  });

  it('is one request for several codes', async () => {
    await expect(backend().hasPermissions(ADA, ['blog.post.view', 'blog.tag.add'])).resolves.toBe(true);
    expect(paths()).toEqual(['/access/v1/evaluations']);
    expect(bodies()).toEqual([
      {
        subject: { type: 'user', id: '7' },
        context: {},
        evaluations: [
          { resource: { type: 'blog.post', id: '*' }, action: { name: 'view' } },
          { resource: { type: 'blog.tag', id: '*' }, action: { name: 'add' } },
        ],
      },
    ]);
  });

  it('is what the options make of it, and a resource is made once for each of its types', async () => {
    const made: string[] = [];
    await backend({
      subject: ({ id }) => ({ type: 'person', id: `p${id}`, properties: { roles: ['editor'] } }),
      resource: (object, type) => {
        made.push(type);
        return { type, id: 'x', properties: { ...(object as typeof POST) } };
      },
      question: (code) => ({ resource: code.split(':')[0]!, action: code.split(':')[1]! }),
      context: ({ id }, object) => ({ of: id, known: object === POST, at: new Date(0) }),
    }).hasPermissions(ADA, ['post:view', 'post:change', 'tag:view'], POST);

    const post = { type: 'post', id: 'x', properties: POST };
    expect(made).toEqual(['post', 'tag']);
    expect(bodies()).toEqual([
      {
        subject: { type: 'person', id: 'p7', properties: { roles: ['editor'] } },
        context: { of: 7, known: true, at: '1970-01-01T00:00:00.000Z' },
        evaluations: [
          { resource: post, action: { name: 'view' } },
          { resource: post, action: { name: 'change' } },
          { resource: { ...post, type: 'tag' }, action: { name: 'view' } },
        ],
      },
    ]);
  });

  it('is chunked to what the server takes', async () => {
    const codes = ['a', 'b', 'c', 'd', 'e'].map((name) => `post.${name}`);
    await expect(backend({ batchSize: 2 }).hasPermissions(ADA, codes)).resolves.toBe(true);
    const asked = bodies().map(({ evaluations, action }) => evaluations?.map((one) => one.action?.name) ?? action.name);
    expect(asked).toEqual([['a', 'b'], ['c', 'd'], 'e']);
    expect(paths()).toEqual(['evaluations', 'evaluations', 'evaluation'].map((path) => `/access/v1/${path}`));
  });

  it('is at most 50 codes in one request, unless an option says otherwise', async () => {
    await backend().hasPermissions(
      ADA,
      Array.from({ length: 60 }, (_, index) => `post.a${index}`),
    );
    expect(bodies().map(({ evaluations }) => evaluations?.length)).toEqual([50, 10]);
  });

  it('goes one by one where the server has no endpoint for batches', async () => {
    await expect(backend({ batchSize: 1 }).hasPermissions(ADA, ['post.view', 'post.change'])).resolves.toBe(true);
    expect(paths()).toEqual(['/access/v1/evaluation', '/access/v1/evaluation']);
  });

  it('ends with the first request that holds a denial', async () => {
    server.policy = ({ action }) => action.name !== 'b';
    const codes = ['a', 'b', 'c', 'd'].map((name) => `post.${name}`);
    await expect(backend({ batchSize: 2 }).hasPermissions(ADA, codes)).resolves.toBe(false);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['a path', '/stores/1', '/stores/1/access/v1/evaluation'],
    ['a slash', '/', '/access/v1/evaluation'],
    ['a path and a slash', '/stores/1/', '/stores/1/access/v1/evaluation'],
  ])('is asked under an address that ends with %s', async (_name, end, path) => {
    await backend({ url: server.url + end }).hasPermissions(ADA, ['post.view']);
    expect(paths()).toEqual([path]);
  });

  it('comes with the headers of the application', async () => {
    await backend({ headers: { 'X-Api-Key': 'k1' } }).hasPermissions(ADA, ['post.view']);
    expect(server.asked[0]?.headers).toMatchObject({ 'x-api-key': 'k1', 'content-type': 'application/json' });
  });

  it('comes with the token of the moment', async () => {
    let count = 0;
    const asking = backend({ headers: async () => ({ authorization: `Bearer t${(count += 1)}` }) });
    await asking.hasPermissions(ADA, ['post.view']);
    await asking.hasPermissions(ADA, ['post.view']);
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('[SEC-187] is asked again the next time: what was taken away is gone at once', async () => {
    const asking = backend();
    await expect(asking.hasPermissions(ADA, ['post.change'])).resolves.toBe(true);
    server.policy = () => false;
    await expect(asking.hasPermissions(ADA, ['post.change'])).resolves.toBe(false);
  });

  it('goes over one connection, after an error too', async () => {
    const own = await new DecisionPointServer().start();
    const asking = backend({ url: own.url });
    for (let count = 0; count < 20; count += 1) await asking.hasPermissions(ADA, ['post.view']);
    own.answer = answering(500, 'no');
    await expect(asking.hasPermissions(ADA, ['post.view'])).rejects.toMatchObject({ status: 503 });
    own.reset();
    for (let count = 0; count < 20; count += 1) await asking.hasPermissions(ADA, ['post.view', 'post.add']);
    expect([own.asked.length, own.connections]).toEqual([20, 1]);
    await own.stop();
  });

  it.each([
    [{ id: 'a' }, 'a'],
    [{ id: undefined, sub: 's' }, 's'],
    [{ userId: 12n }, '12'],
    [{ _id: 'm' }, 'm'],
    [Object.create({ id: 5 }) as object, '5'],
  ])('knows the user %o', async (user, id) => {
    await new AuthZenBackend({ url: server.url }).hasPermissions(user, ['post.view'], { _id: 'p' });
    expect(bodies()).toMatchObject([{ subject: { id }, resource: { id: 'p' } }]);
  });

  describe('is refused, as a mistake of the developer, for', () => {
    it.each<[string, object, object, string[], object | undefined, RegExp]>([
      ['no code', {}, ADA, [], undefined, /no code/],
      ['a code that names no resource', {}, ADA, ['publish'], undefined, /"publish" names no action.*question:/],
      ['a code that names no action', {}, ADA, ['post.'], undefined, /"post\." names no action/],
      ['a user without an id', {}, { name: 'x' }, ['post.view'], undefined, /`id`, `sub`.*subject:/],
      ['a user whose id is an object', {}, { id: { not: 0 } }, ['post.view'], undefined, /subject:/],
      ['a user whose id is no number', {}, { id: 0.5 }, ['post.view'], undefined, /subject:/],
      ['an object without an id', {}, ADA, ['post.view'], { id: '' }, /`id`, `_id`.*resource:/],
      [
        'a promise of a subject',
        { subject: async () => ({ type: 'a', id: 'b' }) },
        ADA,
        ['a.b'],
        undefined,
        /`subject`/,
      ],
      ['a resource without an id', { resource: () => ({ type: 'a', id: '' }) }, ADA, ['a.b'], undefined, /`resource`/],
      [
        'a property that is not loaded',
        { resource: () => ({ type: 'a', id: 'b', properties: { authorId: undefined } }) },
        ADA,
        ['a.b'],
        undefined,
        /"authorId" is nothing that JSON carries/,
      ],
      ['a property that is no number', { context: () => ({ at: NaN }) }, ADA, ['a.b'], undefined, /"at" is nothing/],
      ['a method', { context: () => ({ at: [() => 1] }) }, ADA, ['a.b'], undefined, /"0" is nothing/],
    ])('%s', async (_name, options, user, codes, object, message) => {
      const asking = new AuthZenBackend({ url: server.url, ...options });
      await expect(asking.hasPermissions(user, codes, object)).rejects.toThrow(message);
      expect(server.asked).toEqual([]);
    });

    it('an id that stands on the prototype of all objects', async () => {
      Object.defineProperty(Object.prototype, 'id', { value: 1, configurable: true });
      try {
        await expect(backend().hasPermissions(ADA, ['post.view'], {})).rejects.toThrow(/resource:/);
      } finally {
        delete (Object.prototype as { id?: unknown }).id;
      }
    });
  });
});
