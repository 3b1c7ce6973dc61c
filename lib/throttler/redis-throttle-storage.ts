import { createHash } from 'node:crypto';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { REDIS_SCRIPT } from './redis-script.js';
import type { ThrottleRecord } from './throttle-record.js';

/** What is used of a client of `ioredis`: a `Redis` or a `Cluster`. */
export interface RedisClient {
  /** How its connection is. */
  readonly status: string;
  evalsha(sha: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(script: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** Options of {@link RedisThrottleStorage}. */
export interface RedisThrottleStorageOptions {
  /** What the keys begin with, for applications that share a Redis. @default 'nestjs-permissions:throttle:' */
  readonly prefix?: string;
}

const SHA = createHash('sha1').update(REDIS_SCRIPT).digest('hex');
// a client that has lost its connection keeps what it is asked for later, when nobody waits for it
const LOST = ['close', 'reconnecting', 'end'];

/** Counts in Redis, for applications that are several processes: one atomic script for each limit, on the clock of Redis. */
export class RedisThrottleStorage implements ThrottlerStorage {
  private readonly prefix: string;

  /** @param redis a client that the application makes and ends */
  constructor(
    private readonly redis: RedisClient,
    { prefix = 'nestjs-permissions:throttle:' }: RedisThrottleStorageOptions = {},
  ) {
    this.prefix = prefix;
  }

  /** @throws Error, by rejection, when Redis does not answer, or not what the script answers */
  async increment(key: string, ttl: number, limit: number, blockDuration: number): Promise<ThrottleRecord> {
    if (LOST.includes(this.redis.status)) throw new Error(`The connection to Redis is lost (${this.redis.status}).`);
    // one hash tag, so that a cluster keeps both in one place
    const log = `${this.prefix}{${key}}`;
    const answer = await this.run([log, `${log}:blocked`, ...[ttl, limit, blockDuration].map(String)]);
    if (!isAnswer(answer)) throw new Error('Redis answered what the script does not answer.');
    const [refused, totalHits, empty, free] = answer;
    const isBlocked = refused === 1;
    return { totalHits, timeToExpire: seconds(empty), isBlocked, timeToBlockExpire: isBlocked ? seconds(free) : 0 };
  }

  private async run(keysAndArguments: readonly string[]): Promise<unknown> {
    try {
      return await this.redis.evalsha(SHA, 2, ...keysAndArguments);
    } catch (error) {
      // a Redis that has been restarted knows no scripts
      if (!String(error).includes('NOSCRIPT')) throw error;
      return this.redis.eval(REDIS_SCRIPT, 2, ...keysAndArguments);
    }
  }
}

function isAnswer(answer: unknown): answer is [refused: number, count: number, empty: number, free: number] {
  return Array.isArray(answer) && answer.length === 4 && answer.every(Number.isInteger);
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}
