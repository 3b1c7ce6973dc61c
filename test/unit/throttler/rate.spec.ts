import { PermissionsConfigurationError } from '../../../lib/index.js';
import { limitOf } from '../../../lib/throttler/rate.js';

describe('a rate', () => {
  it.each([
    ['5/s', 5, 1],
    ['5/sec', 5, 1],
    ['5/second', 5, 1],
    ['5/m', 5, 60],
    ['5/min', 5, 60],
    ['10/minute', 10, 60],
    ['5/h', 5, 3600],
    ['5/hr', 5, 3600],
    ['5/hour', 5, 3600],
    ['5/d', 5, 86_400],
    ['100/day', 100, 86_400],
  ])('[C294] %s is %d in %d seconds', (rate, limit, seconds) => {
    expect(limitOf(rate, 'a test')).toEqual({ limit, ttl: seconds * 1000 });
  });

  it('is a limit with its milliseconds, too', () => {
    expect(limitOf({ limit: 3, ttl: 250 }, 'a test')).toEqual({ limit: 3, ttl: 250 });
  });

  it('[C290] is null for no limit', () => {
    expect(limitOf(null, 'a test')).toBeNull();
  });

  // the last ones pass elsewhere: as minutes, as days, and as a limit that lets nobody or everybody through
  it.each([
    ...['5/w', 'x/s', '5', '', '/s', '5/', '5/s ', '1e3/s', '-1/s', '0x5/s', '1.5/s', '5/month', '5/dozen', '0/s'],
    ...[undefined, 5, [], {}, { limit: 5 }, { ttl: 5 }, { limit: 0, ttl: 5 }, { limit: 5, ttl: 0 }],
    ...[
      { limit: 5, ttl: Infinity },
      { limit: NaN, ttl: 5 },
      { limit: 5, ttl: 5, name: 'x' },
      { limit: '5', ttl: 5 },
    ],
  ])('[C295] is not %p, and the error says what to write', (rate) => {
    expect(() => limitOf(rate, 'a test')).toThrow(PermissionsConfigurationError);
    expect(() => limitOf(rate, 'a test')).toThrow(/a test: .* is no rate\. Write '100\/day'/s);
  });
});
