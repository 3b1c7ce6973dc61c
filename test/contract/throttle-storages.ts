import { randomUUID } from 'node:crypto';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { Redis } from 'ioredis';
import { MemoryThrottleStorage, RedisThrottleStorage } from '../../lib/throttler/index.js';

/** A storage whose time a test moves. */
export interface StorageUnderTest {
  readonly storage: ThrottlerStorage;
  /** How many seconds of this storage a second of the test is; a real clock goes on by itself. */
  readonly scale: number;
  /** Lets seconds of the test pass. */
  advance(seconds: number): Promise<void>;
  close(): Promise<void>;
}

function openMemory(): StorageUnderTest {
  let now = 0;
  return {
    storage: new MemoryThrottleStorage({ now: () => now }),
    scale: 1,
    advance: async (seconds) => void (now += seconds * 1000),
    close: async () => undefined,
  };
}

/** Redis goes by its own clock: what it remembers is moved into the past. */
async function openRedis(url: string): Promise<StorageUnderTest> {
  const redis = new Redis(url);
  const prefix = `test:${randomUUID()}:`;
  const scale = 1000;
  const age = async (key: string, milliseconds: number): Promise<void> => {
    if ((await redis.type(key)) === 'list') {
      const times = await redis.lrange(key, 0, -1);
      for (const [index, time] of times.entries()) await redis.lset(key, index, Number(time) - milliseconds * 1000);
    }
    // what has no time left is deleted
    await redis.pexpire(key, (await redis.pttl(key)) - milliseconds);
  };
  const keys = () => redis.keys(`${prefix}*`);
  return {
    storage: new RedisThrottleStorage(redis, { prefix }),
    scale,
    advance: async (seconds) => {
      await Promise.all((await keys()).map((key) => age(key, seconds * scale * 1000)));
    },
    close: async () => {
      await Promise.all((await keys()).map((key) => redis.del(key)));
      await redis.quit();
    },
  };
}

/** Where requests are counted: in memory always, in Redis where the environment names one. */
export const storages: [name: string, open: () => Promise<StorageUnderTest>][] = [['memory', async () => openMemory()]];

const url = process.env['REDIS_URL'];
if (url) storages.push(['Redis', () => openRedis(url)]);
else process.stderr.write('throttler: Redis is left out, because REDIS_URL is not set\n');
