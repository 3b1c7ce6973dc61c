import { type StorageUnderTest, storages } from './throttle-storages.js';

describe.each(storages)('a storage of throttles in %s', (_, open) => {
  let under: StorageUnderTest;
  beforeEach(async () => void (under = await open()));
  afterEach(() => under.close());

  const hit = (limit: number, seconds: number, { key = 'a key', block = 0 } = {}) =>
    under.storage.increment(key, seconds * under.scale * 1000, limit, block * under.scale * 1000, 'a test');

  /** Whether each of several requests is let through, and how many seconds those wait that are not. */
  const hits = async (count: number, limit: number, seconds: number, options = {}): Promise<(number | 'in')[]> => {
    const answers: (number | 'in')[] = [];
    for (let sent = 0; sent < count; sent++) {
      const { isBlocked, timeToBlockExpire } = await hit(limit, seconds, options);
      // in whole seconds of the test: a clock of its own has gone on a little
      answers.push(isBlocked ? Math.ceil(timeToBlockExpire / under.scale) : 'in');
    }
    return answers;
  };

  it('[C269] [C271] lets as many through as the limit says, and tells the others to wait for the oldest to expire', async () => {
    expect(await hits(5, 3, 60)).toEqual(['in', 'in', 'in', 60, 60]);
    expect(await hits(4, 3, 1, { key: 'another' })).toEqual(['in', 'in', 'in', 1]);
  });

  it('[C268] forgets a request that is exactly as old as the period', async () => {
    await hits(3, 3, 1);
    await under.advance(1);
    expect(await hits(4, 3, 1)).toEqual(['in', 'in', 'in', 1]);
  });

  it('[C270] remembers it until then', async () => {
    await hits(3, 3, 60);
    await under.advance(59.5);
    expect(await hits(1, 3, 60)).toEqual([1]);
    await under.advance(0.5);
    expect(await hits(1, 3, 60)).toEqual(['in']);
  });

  it('[C273] tells when the oldest expires', async () => {
    for (let sent = 0; sent < 3; sent++) {
      expect(await hits(1, 3, 60)).toEqual(['in']);
      await under.advance(20);
    }
    expect(await hits(4, 3, 60)).toEqual(['in', 20, 20, 20]);
  });

  it('[C275] tells the same when the limit has been lowered: when enough have expired', async () => {
    for (let sent = 0; sent < 3; sent++) {
      await hits(1, 3, 60);
      await under.advance(10);
    }
    expect(await hits(1, 1, 60)).toEqual([50]);
    expect(await hits(1, 2, 60)).toEqual([40]);
    expect(await hits(1, 4, 60)).toEqual(['in']);
  });

  it('counts no refusal', async () => {
    await hits(9, 1, 60);
    await under.advance(60);
    expect(await hits(2, 1, 60)).toEqual(['in', 60]);
  });

  it('tells how many were let through, and when all is forgotten', async () => {
    const first = await hit(2, 60);
    const { totalHits, timeToExpire, isBlocked } = await (hit(2, 60), hit(2, 60));
    expect(first).toEqual({ totalHits: 1, timeToExpire: 60 * under.scale, isBlocked: false, timeToBlockExpire: 0 });
    expect([totalHits, Math.ceil(timeToExpire / under.scale), isBlocked]).toEqual([2, 60, true]);
  });

  it('counts each key by itself', async () => {
    expect(await hits(2, 1, 60, { key: 'one' })).toEqual(['in', 60]);
    expect(await hits(2, 1, 60, { key: '}other{' })).toEqual(['in', 60]);
  });

  describe('that blocks', () => {
    const block = { block: 300 };

    it('lets nothing through for so long, from the first that is too much', async () => {
      expect(await hits(3, 1, 60, block)).toEqual(['in', 300, 300]);
      await under.advance(299);
      expect(await hits(1, 1, 60, block)).toEqual([1]);
      await under.advance(1);
      expect(await hits(2, 1, 60, block)).toEqual(['in', 300]);
    });

    it('waits for the period where that is longer', async () => {
      expect(await hits(2, 1, 60, { block: 20 })).toEqual(['in', 60]);
      await under.advance(20);
      expect(await hits(1, 1, 60, { block: 20 })).toEqual([40]);
      await under.advance(40);
      expect(await hits(1, 1, 60, { block: 20 })).toEqual(['in']);
    });
  });

  it('[SEC-227] lets exactly as many of 1,000 through, when all come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 1000 }, () => hit(137, 3600)));
    expect(answers.filter(({ isBlocked }) => !isBlocked)).toHaveLength(137);
  });
});
