import { assertOptions, declare, describeSite } from './declaration.js';

/** The metadata key of {@link CheckReturned}. */
export const CHECK_RETURNED = 'nestjs-permissions:check-returned';

/** Options of {@link CheckReturned}. */
export interface CheckReturnedOptions {
  /** The property of the returned object that holds the entities, such as `items` of a page. */
  readonly select?: string;
  /** What a denied entity of a list does: `deny` (the default) refuses the answer, `filter` leaves it out. */
  readonly onDenied?: 'deny' | 'filter';
}

const OPTIONS = {
  select: (value: unknown) => typeof value === 'string' && value !== '',
  onDenied: (value: unknown) => value === 'deny' || value === 'filter',
};

/**
 * Checks the entity, or every entity of the list, that this handler loads and returns, before anything is sent.
 * For handlers that only read.
 * @throws PermissionsConfigurationError for an option, or a value of one, that does not exist
 */
export function CheckReturned(options: CheckReturnedOptions = {}): MethodDecorator {
  return (target: object, property: string | symbol) => {
    const site = { target, property };
    assertOptions(`@CheckReturned() of ${describeSite(site)}`, options, OPTIONS);
    declare('CheckReturned()', CHECK_RETURNED, site, Object.freeze({ ...options }));
  };
}
