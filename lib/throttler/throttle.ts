import { assertOptions, type PermissionOperand, PermissionsConfigurationError } from '../index.js';
import { type Limit, limitOf, type Rate } from './rate.js';

/** Options of {@link throttle}. */
export interface ThrottleOptions {
  /** How much is let through. @default what `rates` of the module says for the scope */
  readonly rate?: Rate;
  /** Other rates for those whom a permission grants; the first that grants counts. */
  readonly rateFor?: readonly (readonly [permission: PermissionOperand, rate: Rate])[];
  /** Counts together whatever has this scope. @default what is declared at one place counts together */
  readonly scope?: string;
  /**
   * Whose requests are counted together: a user's, where guests go by their address; or those of an address, which are
   * counted before anybody is authenticated. @default 'user'
   */
  readonly by?: 'user' | 'address';
  /** Whether requests are counted that permissions refuse; if so, they are before permissions are asked. @default false */
  readonly countRefused?: boolean;
  /** How long nothing is let through once too much has come, in milliseconds. @default 0 */
  readonly blockDuration?: number;
}

const THROTTLE: unique symbol = Symbol.for('nestjs-permissions:throttle');

/** One limit, as {@link throttle} makes it. */
export interface Throttle {
  readonly [THROTTLE]: true;
  /** `undefined` for the rate of the scope. */
  readonly rate: Limit | null | undefined;
  readonly rateFor: readonly (readonly [permission: PermissionOperand, rate: Limit | null])[];
  readonly scope: string | undefined;
  /** When it is asked. */
  readonly slot: 'before-authentication' | 'before-permissions' | 'after-permissions';
  /** In milliseconds. */
  readonly blockDuration: number;
}

const WHERE = 'throttle()';

const SOUND: Readonly<Record<keyof ThrottleOptions, (value: unknown) => boolean>> = {
  // rates are checked where they are read
  rate: () => true,
  rateFor: (value) => Array.isArray(value) && value.every((each) => Array.isArray(each) && each.length === 2),
  scope: (value) => typeof value === 'string' && value !== '',
  by: (value) => value === 'user' || value === 'address',
  countRefused: (value) => typeof value === 'boolean',
  blockDuration: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
};

/**
 * A limit, for `@Throttles()` and `ThrottlesModule.forRoot()`.
 * @throws PermissionsConfigurationError for what is no rate, and for options that do not exist or contradict each other
 */
export function throttle(options: ThrottleOptions): Throttle {
  assertOptions(WHERE, options, SOUND);
  const { rateFor = [], scope, by = 'user', countRefused, blockDuration = 0 } = options;
  if (!('rate' in options) && scope === undefined) {
    throw new PermissionsConfigurationError(`${WHERE} needs a rate, such as '100/day', or a scope that has one.`);
  }
  if (by === 'address' && (rateFor.length > 0 || countRefused !== undefined)) {
    throw new PermissionsConfigurationError(
      `${WHERE}: by address it counts every request, before it is known whose it is: take "rateFor" and "countRefused" out.`,
    );
  }
  return Object.freeze<Throttle>({
    [THROTTLE]: true,
    rate: 'rate' in options ? limitOf(options.rate, WHERE) : undefined,
    rateFor: rateFor.map(([permission, rate]) => [permission, limitOf(rate, WHERE)] as const),
    scope,
    slot:
      by === 'address' ? 'before-authentication' : countRefused === true ? 'before-permissions' : 'after-permissions',
    blockDuration,
  });
}

/**
 * Checks a list of throttles.
 * @param where its place in words
 * @throws PermissionsConfigurationError for everything else that is in it
 */
export function throttleList(throttles: unknown, where: string): readonly Throttle[] {
  if (Array.isArray(throttles) && Array.from(throttles, isThrottle).every(Boolean))
    return [...(throttles as Throttle[])];
  throw new PermissionsConfigurationError(`${where} takes throttles: throttle({ rate: '100/day' }).`);
}

function isThrottle(value: unknown): value is Throttle {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, THROTTLE);
}
