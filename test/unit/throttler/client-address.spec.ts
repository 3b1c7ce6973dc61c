import fc from 'fast-check';
import { type AddressSettings, clientAddress } from '../../../lib/throttler/client-address.js';
import { normalizedAddress } from '../../../lib/throttler/normalized-address.js';

const addressOf = (
  { socket = '10.0.0.1', header }: { socket?: string | undefined; header?: string | string[] },
  settings: Partial<AddressSettings> = {},
) =>
  clientAddress(
    { socket: { remoteAddress: socket }, headers: header === undefined ? {} : { 'x-forwarded-for': header } },
    { trustedProxies: 0, ipv6SubnetPrefix: 64, ...settings },
  );

describe('the address of a client', () => {
  const header = '1.1.1.1, 2.2.2.2, 3.3.3.3';

  it('[C298] is that of the socket, whatever headers say, where no proxy is trusted', () => {
    expect(addressOf({ header })).toBe('10.0.0.1');
  });

  it.each([
    [1, '3.3.3.3'],
    [2, '2.2.2.2'],
    [3, '1.1.1.1'],
  ])('[C299] is that which the outermost of %d trusted proxies saw', (trustedProxies, address) => {
    expect(addressOf({ header }, { trustedProxies })).toBe(address);
  });

  it('[C300] is the leftmost where there are fewer than trusted proxies', () => {
    expect(addressOf({ header: '1.1.1.1, 2.2.2.2' }, { trustedProxies: 9 })).toBe('1.1.1.1');
  });

  it('[C301] is that of the socket where no header has come', () => {
    expect(addressOf({}, { trustedProxies: 1 })).toBe('10.0.0.1');
  });

  it('is read across repeated headers, and without ports', () => {
    expect(addressOf({ header: ['1.1.1.1', '2.2.2.2'] }, { trustedProxies: 1 })).toBe('2.2.2.2');
    expect(addressOf({ header: '1.1.1.1:4711' }, { trustedProxies: 1 })).toBe('1.1.1.1');
    expect(addressOf({ header: '[::ffff:1.1.1.1]:80' }, { trustedProxies: 1 })).toBe('1.1.1.1');
    expect(addressOf({ header: '[2001:db8::1]' }, { trustedProxies: 1 })).toBe('20010db800000000/64');
  });

  it.each(['unknown', '', ',', '_hidden', '1.2.3', '<script>', '1.1.1.1:80:80'])(
    'is that of the socket where a proxy writes what is none: %p',
    (written) => {
      expect(addressOf({ header: written }, { trustedProxies: 1 })).toBe('10.0.0.1');
    },
  );

  it('is one for all where there is none: a Unix socket without a proxy', () => {
    const settings = { trustedProxies: 0, ipv6SubnetPrefix: 64 };
    expect(clientAddress({ headers: {} }, settings)).toBe('');
    expect(clientAddress({ socket: {}, headers: {} }, settings)).toBe('');
  });
});

describe('an address in one spelling', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:102:304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:0102:0304', '1.2.3.4'],
    ['fe80::1%eth0', 'fe80000000000000/64'],
    ['FE80:0::1', 'fe80000000000000/64'],
    ['::1', '0/64'],
    ['::', '0/64'],
    ['1:2:3:4:5:6:7:8', '1000200030004/64'],
  ])('[SEC-222] %s is %s', (address, spelled) => {
    expect(normalizedAddress(address, 64)).toBe(spelled);
  });

  const ipv4 = fc.ipV4();
  const ipv6 = fc
    .array(fc.nat(0xffff), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.map((group) => group.toString(16)));

  it('[SEC-222] of an IPv4 address is its own, mapped into IPv6 or not', () => {
    fc.assert(
      fc.property(ipv4, ipv4, fc.integer({ min: 1, max: 128 }), (one, other, prefix) => {
        expect(normalizedAddress(`::ffff:${one}`, prefix)).toBe(one);
        expect(normalizedAddress(one, prefix) === normalizedAddress(`::ffff:${other}`, prefix)).toBe(one === other);
      }),
    );
  });

  it('[SEC-222] of an IPv6 address is that of its subnet, and of no other', () => {
    fc.assert(
      fc.property(ipv6, ipv6, fc.constantFrom(16, 32, 48, 64, 128), (one, other, prefix) => {
        fc.pre(![one, other].some((groups) => groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff'));
        const subnet = (groups: string[]) => groups.slice(0, prefix / 16).join(':');
        const same = normalizedAddress(one.join(':'), prefix) === normalizedAddress(other.join(':'), prefix);
        expect(same).toBe(subnet(one) === subnet(other));
        const neighbour = [...one.slice(0, prefix / 16), ...other.slice(prefix / 16)].join(':');
        fc.pre(!neighbour.startsWith('0:0:0:0:0:ffff:'));
        expect(normalizedAddress(neighbour, prefix)).toBe(normalizedAddress(one.join(':'), prefix));
      }),
    );
  });
});
