import { allOf } from '../composition/all-of.js';
import type { PermissionOperand } from '../composition/expression.js';
import { declare, describeSite } from './declaration.js';

/** The metadata key of {@link Permissions}. */
export const PERMISSIONS = 'nestjs-permissions:permissions';

/**
 * Declares who may use this handler, or every handler of this class. Several permissions mean AND.
 * @throws PermissionsConfigurationError for an empty list, for what is no permission, and for a second declaration
 */
export function Permissions(
  ...permissions: readonly [PermissionOperand, ...PermissionOperand[]]
): ClassDecorator & MethodDecorator {
  return (target: object, property?: string | symbol) => {
    const site = { target, property };
    declare('Permissions()', PERMISSIONS, site, allOf(permissions, `@Permissions() of ${describeSite(site)}`));
  };
}
