import type { ServerResponse } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { gzipSync } from 'node:zlib';
import { Logger, ServiceUnavailableException } from '@nestjs/common';
import { AuthZenBackend, type AuthZenBackendOptions } from 'nestjs-permissions/authzen';
import { type Answering, answering, DecisionPointServer } from '../../support/decision-point.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { countingRejections } from '../../support/witness.js';

const ADA = { id: 7 };
const HUGE = JSON.stringify({ decision: true, context: { text: 'x'.repeat(2 ** 20) } });
const BATCH = ['post.view', 'post.change', 'post.delete'];
const granted = (count: number) => JSON.stringify({ evaluations: Array(count).fill({ decision: true }) });
const granting = answering(200, '{"decision":true}');

describe('a decision point that gives no decision', () => {
  const server = new DecisionPointServer();
  const log = new RecordingLogger();
  const ask = (codes: readonly string[], options: Partial<AuthZenBackendOptions> = {}) =>
    new AuthZenBackend({ url: server.url, timeoutMs: 60_000, ...options }).hasPermissions(ADA, codes);

  /** What holds for every question that is not answered: 503, a line in the log that says why, and nothing unhandled. */
  async function expectUnavailable(asking: () => Promise<boolean>, reason: RegExp): Promise<void> {
    const [error, unhandled] = await countingRejections(() =>
      asking().then(
        (answer) => answer,
        (thrown: unknown) => thrown as ServiceUnavailableException,
      ),
    );
    if (!(error instanceof ServiceUnavailableException)) throw new Error(`It answered ${String(error)}.`);
    expect(error.getStatus()).toBe(503);
    expect(error.getResponse()).toEqual({ statusCode: 503, message: 'Service unavailable' });
    expect((error.cause as Error).message).toMatch(reason);
    expect(log.errors).toEqual([expect.stringMatching(reason)]);
    expect(unhandled).toEqual([]);
  }

  beforeAll(async () => {
    Logger.overrideLogger(log);
    await server.start();
  });
  beforeEach(() => {
    server.reset();
    log.errors.length = 0;
  });
  afterAll(() => server.stop());

  it.each([201, 202, 204, 206, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504])(
    'is down for us where it answers %i, whatever the body says',
    async (status) => {
      server.answer = answering(status, status === 204 ? '' : '{"decision":true}');
      await expectUnavailable(() => ask(['post.view']), new RegExp(`answered ${status} to evaluation`));
      expect(server.asked).toHaveLength(1);
    },
  );

  it.each([301, 302, 303, 307, 308])('is not looked for elsewhere: %i', async (status) => {
    const other = await new DecisionPointServer().start();
    server.answer = answering(status, '{"decision":true}', { location: `${other.url}/access/v1/evaluation` });
    await expectUnavailable(() => ask(['post.view']), new RegExp(`answered ${status}`));
    expect(other.asked).toEqual([]);
    await other.stop();
  });

  const WRONG: readonly (readonly [string, Answering, RegExp])[] = [
    ['text', answering(200, '{"decision":true}', { 'content-type': 'text/plain' }), /something else than application/],
    ['JSONP', answering(200, '{"decision":true}', { 'content-type': 'application/jsonp' }), /something else/],
    ['of no type', (response) => response.end('{"decision":true}'), /something else/],
    ['empty', answering(200, ''), /no JSON/],
    ['cut off', answering(200, '{"decision":tru'), /no JSON/],
    ['no JSON', answering(200, "{'decision':true}"), /no JSON/],
    ['two answers', answering(200, '{"decision":true}{"decision":true}'), /no JSON/],
    ['no UTF-8', answering(200, Buffer.from('{"decision":true,"x":"\xff"}', 'latin1')), /no JSON/],
    ['null', answering(200, 'null'), /neither true nor false/],
    ['true', answering(200, 'true'), /neither true nor false/],
    ['a list', answering(200, '[{"decision":true}]'), /neither true nor false/],
    ['without a decision', answering(200, '{}'), /neither true nor false/],
    ['a text', answering(200, '{"decision":"true"}'), /neither true nor false/],
    ['a number', answering(200, '{"decision":1}'), /neither true nor false/],
    ['a decision that is null', answering(200, '{"decision":null}'), /neither true nor false/],
    ['a prototype', answering(200, '{"__proto__":{"decision":true}}'), /neither true nor false/],
    ['a batch', answering(200, granted(1)), /neither true nor false/],
    ['a failure', answering(200, '{"decision":false,"context":{"error":{"status":404}}}'), /an evaluation failed/],
    ['a granted failure', answering(200, '{"decision":true,"context":{"error":"?"}}'), /an evaluation failed/],
    ['too large', answering(200, HUGE), /more than 1048576 bytes/],
    ['packed', answering(200, gzipSync('{"decision":true}'), { 'content-encoding': 'gzip' }), /no JSON/],
    ['no HTTP', (response) => response.socket?.end('{"decision":true}'), /could not be asked: HPE_INVALID_CONSTANT/],
    ['cut off by a reset', cutOff, /could not be asked: ECONNRESET/],
    ['a reset', (response) => response.destroy(), /could not be asked: ECONNRESET/],
  ];
  it.each(WRONG)('says nothing with an answer that is %s', async (_name, answer, reason) => {
    server.answer = answer;
    await expectUnavailable(() => ask(['post.view']), reason);
  });

  it.each([
    ['fewer decisions than codes', granted(2), /2 decisions, where 3/],
    ['more of them', granted(4), /4 decisions, where 3/],
    ['none', '{"evaluations":[]}', /0 decisions/],
    ['no list', '{"evaluations":{"length":3}}', /no list of evaluations/],
    ['one decision for all', '{"decision":true}', /no list of evaluations/],
    ['a decision that is none', '{"evaluations":[{"decision":true},{},{"decision":true}]}', /neither true nor false/],
    ['a denial, and then what is none', '{"evaluations":[{"decision":false},null,1]}', /neither true nor false/],
    [
      'a failure',
      '{"evaluations":[{"decision":true},{"decision":false,"context":{"error":{}}},{"decision":true}]}',
      /an evaluation failed/,
    ],
  ])('says nothing with a batch of %s', async (_name, body, reason) => {
    server.answer = answering(200, body);
    await expectUnavailable(() => ask(BATCH), reason);
  });

  it('says no with any reason that is no error', async () => {
    server.answer = answering(200, '{"decision":false,"context":{"reason":"no","error":null}}');
    await expect(ask(['post.view'])).resolves.toBe(false);
    expect(log.errors).toEqual([]);
  });

  it.each([
    ['nothing', () => undefined],
    [
      'its headers only',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      },
    ],
    ['half an answer', (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{"deci')],
    ['one byte after the other', drip],
    ['another protocol', upgrade],
  ] satisfies [string, Answering][])(
    'is not waited for where it sends %s, and hears of that',
    async (_name, answer) => {
      const { aborted } = server;
      server.answer = answer;
      await expectUnavailable(() => ask(['post.view'], { timeoutMs: 60 }), /within 60 ms \(timeoutMs\)/);
      while (server.asked.length > 0 && server.aborted === aborted)
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
  );

  it('has the time of one question for all of its batches', async () => {
    server.answer = (response, asked) =>
      setTimeout(() => {
        granting(response, asked);
      }, 60);
    await expectUnavailable(() => ask(BATCH.concat(BATCH), { timeoutMs: 200, batchSize: 1 }), /within 200 ms/);
    expect(server.asked.length).toBeLessThan(6);
  });

  it('is down where nobody listens, and asked again as soon as it is there', async () => {
    const gone = await new DecisionPointServer().start();
    const { url } = gone;
    await gone.stop();
    await expectUnavailable(() => ask(['post.view'], { url }), /could not be asked: ECONNREFUSED/);
    await expect(ask(['post.view'])).resolves.toBe(true);
  });

  it('is not asked without the headers that it is to get', async () => {
    const token = 'Bearer secret\ninjected: yes';
    const headers: readonly NonNullable<AuthZenBackendOptions['headers']>[] = [
      () => Promise.reject(new Error('no token')),
      () => ({ authorization: token }),
      () => ({ authorization: undefined }) as never,
      () => new Headers({ authorization: 'Bearer x' }) as never,
      () => null as never,
    ];
    for (const each of headers) {
      log.errors.length = 0;
      await expectUnavailable(() => ask(['post.view'], { headers: each }), /not asked, because the option `headers`/);
      expect(log.errors.join()).not.toContain('secret');
    }
    log.errors.length = 0;
    const never = () => new Promise<never>(() => undefined);
    await expectUnavailable(() => ask(['post.view'], { headers: never, timeoutMs: 20 }), /within 20 ms/);
    expect(server.asked).toEqual([]);
  });

  it('is never asked in plain text where its address says https', async () => {
    const url = server.url.replace('http:', 'https:');
    await expectUnavailable(() => ask(['post.view'], { url }), /could not be asked: (EPROTO|ERR_SSL_\w+)/);
    expect(server.asked).toEqual([]);
  });

  it('is not asked over a connection that cannot be made', async () => {
    const agent = new SecureAgent();
    await expectUnavailable(() => ask(['post.view'], { agent }), /could not be asked: ERR_INVALID_PROTOCOL/);
  });

  it('answers a thousand questions at once, each its own, over 64 connections at most', async () => {
    const before = server.connections;
    server.policy = ({ subject }) => Number(subject.id) % 2 === 0;
    const backend = new AuthZenBackend<{ id: number }>({ url: server.url, timeoutMs: 60_000 });
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, id) => backend.hasPermissions({ id }, ['post.view'])),
    );
    expect(server.connections - before).toBeLessThanOrEqual(64);
    expect(answers).toEqual(Array.from({ length: 1_000 }, (_, id) => id % 2 === 0));
  });
});

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '50' });
  response.write('{"decision":true}');
  setTimeout(() => response.destroy(), 5);
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 5);
  response.on('close', () => {
    clearInterval(timer);
  });
}

function upgrade(response: ServerResponse): void {
  response.writeHead(101, { connection: 'upgrade', upgrade: 'websocket' }).flushHeaders();
}
