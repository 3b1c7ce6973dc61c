import { IsAdminUser, PermissionsConfigurationError } from '../../../lib/index.js';
import { SkipThrottles, throttle, type ThrottleOptions, Throttles } from '../../../lib/throttler/index.js';

const minute = { limit: 5, ttl: 60_000 };

describe('throttle()', () => {
  it('describes a limit, and cannot be changed', () => {
    const made = throttle({ rate: '5/min', rateFor: [[IsAdminUser, null]], scope: 'uploads', blockDuration: 1000 });
    expect(made).toMatchObject({ rate: minute, rateFor: [[IsAdminUser, null]], scope: 'uploads', blockDuration: 1000 });
    expect(Object.isFrozen(made)).toBe(true);
  });

  it.each<[ThrottleOptions, string]>([
    [{ rate: '5/min' }, 'after-permissions'],
    [{ rate: '5/min', by: 'user', countRefused: false }, 'after-permissions'],
    [{ rate: '5/min', countRefused: true }, 'before-permissions'],
    [{ rate: '5/min', by: 'address' }, 'before-authentication'],
  ])('%p is asked %s', (options, slot) => {
    expect(throttle(options).slot).toBe(slot);
  });

  it.each([
    ['[C293] [C303] nothing', {}, /needs a rate/],
    ['a rate that got lost', { rate: undefined }, /undefined is no rate/],
    ['[C295] what is no rate', { rate: '5/w' }, /'5\/w' is no rate/],
    ['what is no rate for some', { rate: '5/s', rateFor: [[IsAdminUser, '5']] }, /'5' is no rate/],
    ['a list without pairs', { rate: '5/s', rateFor: [IsAdminUser] }, /"rateFor" cannot be/],
    ['a scope without a name', { scope: '' }, /"scope" cannot be/],
    ['an unknown way to count', { rate: '5/s', by: 'session' }, /"by" cannot be session/],
    ['a word for a boolean', { rate: '5/s', countRefused: 'yes' }, /"countRefused" cannot be yes/],
    ['a block without an end', { rate: '5/s', blockDuration: Infinity }, /"blockDuration" cannot be Infinity/],
    ['a block of the past', { rate: '5/s', blockDuration: -1 }, /"blockDuration" cannot be -1/],
    ['an option that does not exist', { rate: '5/s', skipIf: () => true }, /no option "skipIf"/],
    [
      'rates by permission before there is a user',
      { rate: '5/s', by: 'address', rateFor: [[IsAdminUser, null]] },
      /take/,
    ],
    [
      'refusals that are counted anyway',
      { rate: '5/s', by: 'address', countRefused: true },
      /by address it counts every/,
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => throttle(options as ThrottleOptions)).toThrow(PermissionsConfigurationError);
    expect(() => throttle(options as ThrottleOptions)).toThrow(message);
  });
});

describe('@Throttles()', () => {
  const one = throttle({ rate: '5/min' });

  it.each([
    ['an empty list', [], /PostsController\.list: the list is empty; write @SkipThrottles\(\)/],
    ['a rate', ['5/min'], /PostsController\.list takes throttles/],
    ['options', [{ rate: '5/min' }], /takes throttles: throttle\(\{/],
    ['a hole', [one, , one], /takes throttles/],
  ])('refuses %s', (_, throttles, message) => {
    const decorate = () => {
      class PostsController {
        @Throttles(...(throttles as unknown as [typeof one])) list() {
          return '';
        }
      }
      return PostsController;
    };
    expect(decorate).toThrow(PermissionsConfigurationError);
    expect(decorate).toThrow(message);
  });

  it('stands once at a place, and not beside @SkipThrottles()', () => {
    const decorate = () => {
      @Throttles(one)
      @SkipThrottles()
      class PostsController {}
      return PostsController;
    };
    expect(decorate).toThrow('PostsController has @Throttles() twice: keep one');
  });
});
