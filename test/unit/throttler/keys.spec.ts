import fc from 'fast-check';
import { bucketKey } from '../../../lib/throttler/bucket-key.js';
import { userKey } from '../../../lib/throttler/user-key.js';

describe('a key', () => {
  it('[C296] says what is counted, and for whom', () => {
    expect(bucketKey(['scope', 'm3', ...userKey(2)])).toBe('5:scope2:m34:user6:number1:2');
    expect(bucketKey(['scope', 'm3', 'address', '9.9.9.9'])).toBe('5:scope2:m37:address7:9.9.9.9');
  });

  it('[SEC-224] is that of no other parts', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.stringMatching(/^[0-9:]{0,6}$/),
      fc.constantFrom('1:2', '3', '1', '2:3', '3:1:2', 'anon', 'user', 'address', ''),
    );
    const parts = fc.array(part, { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = one.length === other.length && one.every((each, index) => each === other[index]);
        return (bucketKey(one) === bucketKey(other)) === same;
      }),
      { numRuns: 20_000 },
    );
    expect(bucketKey(['1:2', '3'])).not.toBe(bucketKey(['1', '2:3']));
  });

  it('[SEC-224] of a user is not that of another one who is spelled the same', () => {
    const hex = { toString: () => '1' };
    const keys = [1, '1', 1n, hex, Buffer.from('1'), Buffer.from([0xff]), Buffer.from([0xfe])].map((id) =>
      bucketKey(userKey(id)),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of a user needs an id with a text of its own', () => {
    expect(() => userKey(new (class Id {})())).toThrow('let `getUserId` answer a text');
  });
});
