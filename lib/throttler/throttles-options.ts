import type { ThrottlerStorage } from '@nestjs/throttler';
import { assertOptions, PermissionsConfigurationError } from '../index.js';
import type { AddressSettings } from './client-address.js';
import { MemoryThrottleStorage } from './memory-throttle-storage.js';
import { type Limit, limitOf, type Rate } from './rate.js';
import { type Throttle, throttleList } from './throttle.js';

/** Options of `ThrottlesModule.forRoot()`. */
export interface ThrottlesModuleOptions {
  /** What limits every handler that does not say otherwise; what is counted here is counted over all of them. */
  readonly throttles?: readonly Throttle[];
  /** The rates of scopes, by their names. */
  readonly rates?: Readonly<Record<string, Rate>>;
  /** Where requests are counted. @default the memory of the process */
  readonly storage?: ThrottlerStorage;
  /** What becomes of requests while the storage fails: 503, or they are let through. @default 'refuse' */
  readonly onStorageFailure?: 'refuse' | 'admit';
  /** After how many milliseconds a storage that does not answer has failed. @default 1000 */
  readonly storageTimeoutMs?: number;
  /**
   * How many proxies stand in front of the application, each of which appends the address of its client to
   * `X-Forwarded-For`; 0 where there is none, and that header may say anything. @default 0
   */
  readonly trustedProxies?: number;
  /** How many leading bits of an IPv6 address one client has, and may change the others of. @default 64 */
  readonly ipv6SubnetPrefix?: number;
}

/** Makes the options of the module, for `forRootAsync({ useClass })` and `forRootAsync({ useExisting })`. */
export interface ThrottlesOptionsFactory {
  createThrottlesOptions(): ThrottlesModuleOptions | Promise<ThrottlesModuleOptions>;
}

/** The options of the module with every default filled in. */
export interface ResolvedThrottlesOptions extends AddressSettings {
  readonly throttles: readonly Throttle[];
  readonly rates: ReadonlyMap<string, Limit | null>;
  readonly storage: ThrottlerStorage;
  readonly onStorageFailure: 'refuse' | 'admit';
  readonly storageTimeoutMs: number;
}

/** How errors name the module. */
export const MODULE = 'ThrottlesModule.forRoot()';

// what Node's timers can hold; beyond it they fire at once
const LONGEST_TIMER = 2 ** 31 - 1;

const within =
  (least: number, most: number) =>
  (value: unknown): boolean =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const SOUND: Readonly<Record<keyof ThrottlesModuleOptions, (value: unknown) => boolean>> = {
  // lists and rates are checked where they are read
  throttles: () => true,
  rates: (value) => isObject(value) && !Array.isArray(value),
  storage: (value) => isObject(value) && typeof (value as Partial<ThrottlerStorage>).increment === 'function',
  onStorageFailure: (value) => value === 'refuse' || value === 'admit',
  storageTimeoutMs: within(1, LONGEST_TIMER),
  trustedProxies: within(0, 100),
  ipv6SubnetPrefix: within(1, 128),
};

/**
 * Checks the options and fills in the defaults.
 * @throws PermissionsConfigurationError for everything that is not exactly an option, `undefined` included
 */
export function resolveThrottlesOptions(written: ThrottlesModuleOptions): ResolvedThrottlesOptions {
  if (!isObject(written)) throw new PermissionsConfigurationError(`${MODULE} takes an array of throttles, or options.`);
  assertOptions(MODULE, written, SOUND);
  return Object.freeze({
    throttles: 'throttles' in written ? throttleList(written.throttles, `${MODULE}: the option "throttles"`) : [],
    rates: new Map(
      Object.entries(written.rates ?? {}).map(([scope, rate]) => [
        scope,
        limitOf(rate, `${MODULE}: the rate of the scope "${scope}"`),
      ]),
    ),
    storage: written.storage ?? new MemoryThrottleStorage(),
    onStorageFailure: written.onStorageFailure ?? 'refuse',
    storageTimeoutMs: written.storageTimeoutMs ?? 1000,
    trustedProxies: written.trustedProxies ?? 0,
    ipv6SubnetPrefix: written.ipv6SubnetPrefix ?? 64,
  });
}
