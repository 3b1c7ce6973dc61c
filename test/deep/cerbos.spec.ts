import { Logger } from '@nestjs/common';
import { AuthZenBackend, type AuthZenBackendOptions } from 'nestjs-permissions/authzen';
import { describeRights, type Holder, HOLDERS, type Post } from '../support/backend-rights.js';
import { RecordingLogger } from '../support/recording-logger.js';
import { canRunCerbos, CerbosServer } from './cerbos-server.js';

const runs = canRunCerbos();
if (!runs) process.stderr.write('Cerbos is left out: its binary, @cerbos/cerbos-linux-x64, does not run here.\n');

const EDITOR = HOLDERS.find(({ role }) => role === 'editor')!;

(runs ? describe : describe.skip)('a real Cerbos server', () => {
  const log = new RecordingLogger();
  let server: CerbosServer;
  let backend: AuthZenBackend<Holder>;

  const backendOf = (options: Partial<AuthZenBackendOptions<Holder>> = {}) =>
    new AuthZenBackend<Holder>({
      url: server.url,
      subject: ({ id, role }) => ({ type: 'user', id: String(id), properties: { 'cerbos.roles': [role] } }),
      resource: (post: Post | undefined, type) =>
        post === undefined
          ? { type, id: '*' }
          : { type, id: String(post.id), properties: { authorId: String(post.authorId) } },
      ...options,
    });

  beforeAll(async () => {
    Logger.overrideLogger(log);
    server = await CerbosServer.start();
    backend = backendOf();
  });
  beforeEach(() => {
    log.errors.length = 0;
  });
  afterAll(() => server.stop());

  describeRights('Cerbos', () => backend);

  describe('asked one by one', () => {
    describeRights('Cerbos', () => backendOf({ batchSize: 1 }));
  });

  it('says where its endpoints are: where we ask', async () => {
    const metadata = (await (await fetch(`${server.url}/.well-known/authzen-configuration`)).json()) as object;
    expect(metadata).toMatchObject({
      access_evaluation_endpoint: `${server.url}/access/v1/evaluation`,
      access_evaluations_endpoint: `${server.url}/access/v1/evaluations`,
    });
  });

  it('takes as many codes at once as we send by default, and no more', async () => {
    const codes = Array.from({ length: 120 }, () => 'post.view');
    await expect(backend.hasPermissions(EDITOR, codes)).resolves.toBe(true);
    await expect(backendOf({ batchSize: 51 }).hasPermissions(EDITOR, codes)).rejects.toMatchObject({ status: 503 });
    expect(log.errors).toEqual(['The decision point answered 400 to evaluations.']);
  });

  it('denies by a version of the policies that it does not have', async () => {
    const scoped = backendOf({
      resource: (_object, type) => ({ type, id: '*', properties: { 'cerbos.policyVersion': 'v2' } }),
    });
    await expect(scoped.hasPermissions(EDITOR, ['post.view'])).resolves.toBe(false);
  });

  it('denies nobody while it is down, and decides again when it is back', async () => {
    await server.stop();
    for (const holder of HOLDERS) {
      await expect(backend.hasPermissions(holder, ['post.view'])).rejects.toMatchObject({
        status: 503,
        response: { statusCode: 503, message: 'Service unavailable' },
      });
    }
    expect(log.errors).toHaveLength(HOLDERS.length);
    await server.resume();
    await expect(backend.hasPermissions(EDITOR, ['post.view', 'post.change'])).resolves.toBe(true);
  });
});
