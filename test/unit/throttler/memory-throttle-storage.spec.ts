import { MemoryThrottleStorage } from '../../../lib/throttler/index.js';

describe('the memory of throttles', () => {
  let now: number;
  beforeEach(() => (now = 0));
  const storageFor = (maximumKeys: number) => new MemoryThrottleStorage({ maximumKeys, now: () => now });
  const [second, minute, day] = [1000, 60_000, 86_400_000];

  it('[SEC-229] is bounded, however many keys there are', async () => {
    const storage = storageFor(1000);
    for (let key = 0; key < 50_000; key++) await storage.increment(String(key), day, 3, 0);
    expect(storage.size).toBe(1000);
  });

  it('[SEC-229] forgets no key early that has reached its limit', async () => {
    const storage = storageFor(10);
    await storage.increment('full', day, 1, 0);
    await storage.increment('over', minute, 1, 0);
    await storage.increment('over', minute, 1, 0);
    for (let key = 0; key < 1000; key++) await storage.increment(`other ${String(key)}`, day, 2, 0);
    expect(await storage.increment('full', day, 1, 0)).toMatchObject({ isBlocked: true });
    expect(await storage.increment('over', minute, 1, 0)).toMatchObject({ isBlocked: true });
  });

  it('[SEC-229] refuses new keys when all have reached their limits, until one expires', async () => {
    const storage = storageFor(3);
    for (const key of ['one', 'two', 'three']) await storage.increment(key, minute, 1, 0);
    await expect(storage.increment('four', minute, 1, 0)).rejects.toThrow('All 3 keys have reached their limits');
    now = minute;
    expect(await storage.increment('four', minute, 1, 0)).toMatchObject({ isBlocked: false });
  });

  it('gives up first what would expire first', async () => {
    const storage = storageFor(3);
    await storage.increment('a day', day, 3, 0);
    await storage.increment('a minute', minute, 3, 0);
    await storage.increment('another minute', minute, 3, 0);
    await storage.increment('new', day, 3, 0);
    const totalOf = async (key: string, ttl: number) => (await storage.increment(key, ttl, 3, 0)).totalHits;
    expect([await totalOf('a day', day), await totalOf('another minute', minute)]).toEqual([2, 2]);
    expect(await totalOf('a minute', minute)).toBe(1);
  });

  it('takes a key for open again when something in it has expired', async () => {
    const storage = storageFor(2);
    await storage.increment('once full', minute, 2, 0);
    now = 30 * second;
    await storage.increment('once full', minute, 2, 0);
    now = minute;
    // with one of two forgotten, a limit of three is far away
    await storage.increment('once full', minute, 3, 0);
    await storage.increment('full', minute, 1, 0);
    expect(await storage.increment('new', minute, 1, 0)).toMatchObject({ isBlocked: false });
    expect(storage.size).toBe(2);
  });

  it('lets go of what has expired, a little with each request, and has no timer for it', async () => {
    const storage = storageFor(1000);
    for (let key = 0; key < 100; key++) await storage.increment(String(key), minute, 1, 0);
    now = minute;
    for (let request = 0; request < 50; request++) await storage.increment('one', minute, 99, 0);
    expect(storage.size).toBe(1);
  });

  it('goes by a clock that goes on by itself', async () => {
    const storage = new MemoryThrottleStorage();
    expect(await storage.increment('a key', day, 1, 0)).toMatchObject({ isBlocked: false });
    expect(await storage.increment('a key', day, 1, 0)).toMatchObject({ isBlocked: true });
  });
});
