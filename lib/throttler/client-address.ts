import { isIP } from 'node:net';
import { normalizedAddress } from './normalized-address.js';

/** How far forwarded addresses are trusted, and which addresses count as one. */
export interface AddressSettings {
  /** How many proxies stand in front of the application, each of which appends to `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** How many leading bits of an IPv6 address one client has. */
  readonly ipv6SubnetPrefix: number;
}

/** What the address is read of: requests of Express and of Fastify, and of what follows their shape. */
export interface AddressedRequest {
  readonly socket?: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const WITH_PORT = /^(?:\[(?<six>[^\]]*)\](?::\d+)?|(?<four>[\d.]+):\d+)$/;

/**
 * The address of the client, in one spelling. Forwarded addresses are read as far as proxies are trusted, from the right;
 * what clients write themselves stands further left.
 */
export function clientAddress(request: AddressedRequest, settings: AddressSettings): string {
  const { trustedProxies, ipv6SubnetPrefix } = settings;
  const address = forwardedAddress(request, trustedProxies) ?? request.socket?.remoteAddress;
  // a Unix socket has none
  return address === undefined ? '' : normalizedAddress(address, ipv6SubnetPrefix);
}

function forwardedAddress({ headers }: AddressedRequest, trustedProxies: number): string | undefined {
  const header = headers['x-forwarded-for'];
  if (trustedProxies === 0 || header === undefined) return undefined;
  const hops = String(header).split(',');
  const written = (hops[Math.max(0, hops.length - trustedProxies)] as string).trim();
  const { six, four } = WITH_PORT.exec(written)?.groups ?? {};
  const address = six ?? four ?? written;
  return isIP(address) === 0 ? undefined : address;
}
