import type { PermissionExpression } from '../composition/expression.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import type { HostModule } from './handler-source.js';

/** The token of what `PermissionsModule.forFeature()` provides. */
export const FEATURE_PERMISSIONS: unique symbol = Symbol.for('nestjs-permissions:feature');

/**
 * What `forFeature()` says for the controllers of this module: the module itself must import it.
 * @throws PermissionsConfigurationError when it imports two
 */
export function featurePermissions(host: HostModule): PermissionExpression | undefined {
  const found = [...host.imports].flatMap((imported) => {
    const provider = imported.providers.get(FEATURE_PERMISSIONS);
    return provider === undefined ? [] : [provider.instance as PermissionExpression];
  });
  if (found.length > 1) {
    throw new PermissionsConfigurationError(
      `${host.metatype.name} imports PermissionsModule.forFeature() ${String(found.length)} times: keep one list.`,
    );
  }
  return found[0];
}
