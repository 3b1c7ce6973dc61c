import { inspect } from 'node:util';
import { PermissionsConfigurationError } from '../index.js';

/** How many requests in how much time. */
export interface Limit {
  /** A whole number from 1. */
  readonly limit: number;
  /** In milliseconds. */
  readonly ttl: number;
}

/** A rate as Django REST Framework writes it: `'100/day'`, `'10/min'`. */
export type RateText =
  `${number}/${'s' | 'sec' | 'second' | 'm' | 'min' | 'minute' | 'h' | 'hr' | 'hour' | 'd' | 'day'}`;

/** A rate, or a limit as in `@nestjs/throttler` with its `ttl` in milliseconds, or `null` for no limit. */
export type Rate = RateText | Limit | null;

const WRITTEN = /^([1-9]\d*)\/(s|sec|second|m|min|minute|h|hr|hour|d|day)$/;
const MILLISECONDS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * The limit that a rate means.
 * @param where its place in words, for the message
 * @throws PermissionsConfigurationError for everything that is no rate
 */
export function limitOf(rate: unknown, where: string): Limit | null {
  if (rate === null) return null;
  const limit = typeof rate === 'string' ? parsed(rate) : rate;
  if (isLimit(limit)) return Object.freeze({ limit: limit.limit, ttl: limit.ttl });
  throw new PermissionsConfigurationError(
    `${where}: ${inspect(rate)} is no rate. Write '100/day', '10/min' or { limit: 10, ttl: 60_000 }, ` +
      'with at least one request in at least one millisecond; null is no limit.',
  );
}

function parsed(text: string): Limit | undefined {
  const [, limit, period] = WRITTEN.exec(text) ?? [];
  if (period === undefined) return undefined;
  return { limit: Number(limit), ttl: MILLISECONDS[period.charAt(0)] as number };
}

function isLimit(value: unknown): value is Limit {
  if (typeof value !== 'object' || value === null) return false;
  const { limit, ttl, ...others } = value as Partial<Limit>;
  return [limit, ttl].every(isCount) && Object.keys(others).length === 0;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
