import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Redis } from 'ioredis';
import { RedisThrottleStorage, throttle, type ThrottlesModuleOptions } from '../../../lib/throttler/index.js';
import { onAdapters } from '../../support/adapters.js';
import { CuttableProxy } from '../../support/cuttable-proxy.js';
import { as } from '../../support/header-authentication.js';
import { CompiledProgram } from '../../support/node-process.js';
import { ada, limited, statuses } from './limited.js';

const url = process.env['REDIS_URL'];
if (!url) process.stderr.write('throttler: two processes on one Redis are left out, because REDIS_URL is not set\n');

@Controller('plain')
class PlainController {
  @Get() list() {
    return '';
  }
}

/** Removes what a test has left in Redis. */
async function clear(redis: Redis, prefix: string): Promise<void> {
  for (const key of await redis.keys(`${prefix}*`)) await redis.del(key);
}

onAdapters({ Express: () => new ExpressAdapter() }, 'throttles in Redis', (boot) => {
  const proxy = new CuttableProxy(
    url ? { host: new URL(url).hostname, port: Number(new URL(url).port || 6379) } : { host: '127.0.0.1', port: 1 },
  );
  let prefix: string;
  let redis: Redis;
  beforeEach(async () => {
    prefix = `test:${randomUUID()}:`;
    await proxy.mend();
    redis = new Redis(proxy.port, '127.0.0.1', { retryStrategy: () => 10, disconnectTimeout: 10 });
    // it is the storage that tells
    redis.on('error', () => undefined);
  });
  afterEach(async () => {
    if (url && redis.status === 'ready') await clear(redis, prefix);
    redis.disconnect();
    await proxy.cut();
  });

  const start = (options: ThrottlesModuleOptions = {}): Promise<INestApplication> => {
    const throttles = [throttle({ rate: '3/hour' })];
    const storage = new RedisThrottleStorage(redis, { prefix });
    return boot(limited([PlainController], { throttles, storage, storageTimeoutMs: 60_000, ...options }));
  };

  // not the once() of Node, which gives up when the client tells an error
  const become = (event: 'close' | 'ready') => new Promise((resolve) => redis.once(event, resolve));

  /** Cuts the connection; from then on the client knows that it is lost. */
  const cut = async () => {
    const lost = redis.status === 'ready' ? become('close') : undefined;
    await proxy.cut();
    await lost;
  };

  it('[SEC-226] answer 503 while Redis has never been there', async () => {
    await cut();
    const app = await start({ storageTimeoutMs: 50 });
    expect(await statuses(3, () => as(app, ada).get('/plain'))).toEqual([503, 503, 503]);
  });

  it('[SEC-226] let everybody through meanwhile where that is chosen', async () => {
    await cut();
    const app = await start({ storageTimeoutMs: 50, onStorageFailure: 'admit' });
    expect(await statuses(5, () => as(app, ada).get('/plain'))).toEqual([200, 200, 200, 200, 200]);
  });

  if (url) {
    it('[SEC-226] answer 503 while Redis is down, and count on when it is back', async () => {
      const app = await start();
      expect(await statuses(1, () => as(app, ada).get('/plain'))).toEqual([200]);
      await cut();
      expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([503, 503]);
      const back = become('ready');
      await proxy.mend();
      await back;
      expect(await statuses(3, () => as(app, ada).get('/plain'))).toEqual([200, 200, 429]);
    });

    it('know their script again when Redis has forgotten it', async () => {
      const app = await start();
      expect(await statuses(1, () => as(app, ada).get('/plain'))).toEqual([200]);
      await redis.script('FLUSH');
      expect(await statuses(3, () => as(app, ada).get('/plain'))).toEqual([200, 200, 429]);
    });
  }
});

if (url) {
  describe('two processes on one Redis', () => {
    const prefix = `test:${randomUUID()}:`;
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    let program: CompiledProgram;
    let ports: [ours: number, theirs: number][];
    beforeAll(async () => {
      program = new CompiledProgram('test/e2e/throttler/limited-process.ts');
      const environment = { REDIS_URL: url, PREFIX: prefix, LIMIT: '137' };
      const lines = await Promise.all([program.run(environment), program.run(environment)]);
      ports = lines.map((line) => line.split(' ').map(Number) as [number, number]);
    });
    afterAll(async () => {
      agent.destroy();
      await program.dispose();
      const redis = new Redis(url);
      await clear(redis, prefix);
      await redis.quit();
    });

    const status = async (port: number, path = '/') => {
      const request = get({ port, path, agent, host: '127.0.0.1' });
      const [response] = (await once(request, 'response')) as [{ statusCode: number; resume(): void }];
      response.resume();
      return response.statusCode;
    };

    it('[SEC-227] let exactly as many of 1,000 requests through as one would, when all come at once', async () => {
      const all = await Promise.all(Array.from({ length: 1000 }, (_, index) => status(ports[index % 2]![0])));
      expect(all.filter((each) => each === 200)).toHaveLength(137);
      expect(all.filter((each) => each === 429)).toHaveLength(863);
    });

    it('share the storage with the guard of @nestjs/throttler', async () => {
      const [one, other] = ports.map(([, theirs]) => theirs) as [number, number];
      expect([await status(one), await status(other), await status(one), await status(other)]).toEqual([
        200, 200, 429, 429,
      ]);
      expect(await status(one, '/skipped')).toBe(200);
    });
  });
}
