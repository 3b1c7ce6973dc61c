import type { OpenAPIObject } from '@nestjs/swagger';
import { PermissionsConfigurationError } from '../index.js';
import type { Operation, Security } from './openapi.js';

/**
 * What an operation asks for that is not open and says nothing itself; `undefined` where the document says it for all.
 * @throws PermissionsConfigurationError for a requirement of nothing, or of a scheme that the document does not declare
 */
export function defaultSecurity(
  { security, components }: OpenAPIObject,
  told: Security | undefined,
): Security | undefined {
  const schemes = Object.keys(components?.securitySchemes ?? {});
  if (told !== undefined) {
    const names = told.map((requirement) => Object.keys(requirement));
    const unknown = names.flat().filter((name) => !schemes.includes(name));
    if (names.length === 0 || names.some(({ length }) => length === 0) || unknown.length > 0) {
      throw new PermissionsConfigurationError(
        'applyPermissions(): `security` names the schemes that sign a caller in, as in [{ bearer: [] }]; ' +
          `the document declares ${schemes.length === 0 ? 'none' : schemes.join(', ')}.`,
      );
    }
    return told;
  }
  if (security !== undefined && security.length > 0) return undefined;
  return schemes.length === 0 ? undefined : schemes.map((name) => ({ [name]: [] }));
}

/** The operation with what it asks for: nothing where it is open, else its own requirement, else that of the document. */
export function secured(operation: Operation, open: boolean, otherwise: Security | undefined): Operation {
  const { security = [], ...rest } = operation;
  if (open) return { ...rest, security: [] };
  const required = security.length > 0 ? security : otherwise;
  return required === undefined ? rest : { ...rest, security: required };
}
