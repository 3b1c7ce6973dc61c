import {
  type RedisClient,
  RedisThrottleStorage,
  type RedisThrottleStorageOptions,
} from '../../../lib/throttler/index.js';

type Call = [command: string, script: string, keys: number, ...keysAndArguments: string[]];

/** A client whose Redis answers as told; it keeps what it was asked. */
function clientOf(evalsha: () => unknown, status = 'ready') {
  const calls: Call[] = [];
  const client: RedisClient = {
    status,
    evalsha: async (...asked) => (calls.push(['evalsha', ...asked]), evalsha()),
    eval: async (...asked) => (calls.push(['eval', ...asked]), [0, 1, 60_000, 0]),
  };
  return { client, calls };
}

const increment = (client: RedisClient, options?: RedisThrottleStorageOptions) =>
  new RedisThrottleStorage(client, options).increment('a key', 60_000, 5, 0);

describe('the storage of throttles in Redis', () => {
  it('asks for the script by its hash, with two keys of one slot', async () => {
    const { client, calls } = clientOf(() => [1, 5, 59_001, 1500]);
    expect(await increment(client)).toEqual({ totalHits: 5, timeToExpire: 60, isBlocked: true, timeToBlockExpire: 2 });
    const prefix = 'nestjs-permissions:throttle:{a key}';
    const hash = expect.stringMatching(/^[0-9a-f]{40}$/) as string;
    expect(calls).toEqual([['evalsha', hash, 2, prefix, `${prefix}:blocked`, '60000', '5', '0']]);
  });

  it('sends the script to a Redis that does not know it', async () => {
    const { client, calls } = clientOf(() => {
      throw new Error('NOSCRIPT No matching script. Please use EVAL.');
    });
    expect(await increment(client, { prefix: 'blog:' })).toMatchObject({ totalHits: 1, isBlocked: false });
    expect(calls.map(([command, , , key]) => [command, key])).toEqual([
      ['evalsha', 'blog:{a key}'],
      ['eval', 'blog:{a key}'],
    ]);
  });

  it('[SEC-226] fails when Redis does', async () => {
    const { client, calls } = clientOf(() => {
      throw new Error('OOM command not allowed');
    });
    await expect(increment(client)).rejects.toThrow('OOM');
    expect(calls).toHaveLength(1);
  });

  it.each([null, 'OK', [], [1, 2, 3], [0, 1, 2, '3'], [0, 1, 2, NaN], [0, 1, 2, 3, 4]])(
    '[SEC-226] fails when Redis answers %p',
    async (answer) => {
      await expect(increment(clientOf(() => answer).client)).rejects.toThrow('what the script does not answer');
    },
  );

  it.each(['close', 'reconnecting', 'end'])('[SEC-226] fails at once while the connection is %s', async (status) => {
    const { client, calls } = clientOf(() => [0, 1, 1, 0], status);
    await expect(increment(client)).rejects.toThrow(`The connection to Redis is lost (${status})`);
    expect(calls).toEqual([]);
  });

  it.each(['wait', 'connecting', 'connect'])('waits for a connection that is in the making: %s', async (status) => {
    expect(await increment(clientOf(() => [0, 1, 1, 0], status).client)).toMatchObject({ isBlocked: false });
  });
});
