import { assertOptions, declare, describeSite } from './declaration.js';

/** The metadata key of {@link PermissionAction}. */
export const PERMISSION_ACTION = 'nestjs-permissions:permission-action';

/** Options of {@link PermissionAction}. */
export interface PermissionActionOptions {
  /** What `context.action` says, where it is not the name of the method. */
  readonly name?: string;
  /** Whether a message only reads, as a GET does. HTTP methods and GraphQL operations say so by themselves. @default false */
  readonly safe?: boolean;
}

const OPTIONS = {
  name: (value: unknown) => typeof value === 'string' && value !== '',
  safe: (value: unknown) => typeof value === 'boolean',
};

/**
 * Says what rules are told about this handler: the name of its action, and for the messages of WebSockets and microservices
 * whether it only reads.
 * @throws PermissionsConfigurationError for an option, or a value of one, that does not exist
 */
export function PermissionAction(options: PermissionActionOptions): MethodDecorator {
  return (target: object, property: string | symbol) => {
    const site = { target, property };
    assertOptions(`@PermissionAction() of ${describeSite(site)}`, options, OPTIONS);
    declare('PermissionAction()', PERMISSION_ACTION, site, Object.freeze({ ...options }));
  };
}
