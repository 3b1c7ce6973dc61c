import { declare, describeSite, PermissionsConfigurationError } from '../index.js';
import { type Throttle, throttleList } from './throttle.js';

/** The metadata key of {@link Throttles} and {@link SkipThrottles}. */
export const THROTTLES = 'nestjs-permissions:throttles';

/**
 * Limits the requests of this handler, or of all handlers of this class together, in place of what the class or the module
 * says for the same moment: before authentication, or around the permissions. All of them are asked.
 * @throws PermissionsConfigurationError for an empty list, for what is no throttle, and for a second declaration
 */
export function Throttles(...throttles: readonly [Throttle, ...Throttle[]]): ClassDecorator & MethodDecorator {
  return (target: object, property?: string | symbol) => {
    const site = { target, property };
    const where = `@Throttles() of ${describeSite(site)}`;
    if ((throttles as readonly Throttle[]).length === 0)
      throw new PermissionsConfigurationError(`${where}: the list is empty; write @SkipThrottles() to limit nothing.`);
    declare('Throttles()', THROTTLES, site, throttleList(throttles, where));
  };
}

/**
 * Limits no request of this handler, or of this class.
 * @throws PermissionsConfigurationError for a place that has `@Throttles()`
 */
export function SkipThrottles(): ClassDecorator & MethodDecorator {
  return (target: object, property?: string | symbol) => {
    declare('SkipThrottles()', THROTTLES, { target, property }, []);
  };
}
