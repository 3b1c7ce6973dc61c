import { isIPv6 } from 'node:net';

/**
 * An address in one spelling: an IPv4 address that IPv6 carries is that IPv4 address, and an IPv6 address stands for its
 * subnet, as whoever has one has all of it.
 * @param prefix how many leading bits of an IPv6 address are the subnet
 * @see https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
 */
export function normalizedAddress(address: string, prefix: number): string {
  // the zone of a link-local address is ours, not the client's
  const bare = address.replace(/%.*$/, '');
  if (!isIPv6(bare)) return bare;
  const bits = bitsOf(bare);
  if (bits >> 32n === 0xffffn) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
  return `${(bits >> BigInt(128 - prefix)).toString(16)}/${prefix}`;
}

function bitsOf(address: string): bigint {
  // URLs know one spelling of each address
  const sides = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [first, last = []] = sides.map(groupsOf) as [readonly string[], (readonly string[])?];
  const zeros = Array<string>(8 - first.length - last.length).fill('0');
  return [...first, ...zeros, ...last].reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
