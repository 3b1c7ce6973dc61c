import type { CanActivate } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import { guardName, isAuthenticationGuard } from './authentication-guard.js';
import type { AuditFinding } from './finding.js';

/**
 * What the order of the global guards leaves open.
 * @param ours the guard of this module
 */
export function globalGuardFindings(
  config: ApplicationConfig,
  ours: CanActivate,
  order: 'last' | 'as-imported',
): readonly AuditFinding[] {
  const guards = config.getGlobalGuards();
  const position = guards.indexOf(ours);
  const where = 'The application';
  const findings: AuditFinding[] = [];
  if (order === 'last' && position !== guards.length - 1) {
    const message = 'PermissionsGuard is not the last of the global guards: something else orders them too.';
    findings.push({ code: 'guard-not-last', severity: 'error', where, message });
  }
  const scoped = config.getGlobalRequestGuards().map(({ metatype }) => metatype);
  const late = [...guards.slice(position + 1), ...scoped].filter(
    (guard) => guard !== null && isAuthenticationGuard(guard),
  );
  for (const guard of late) {
    const message =
      `${guardName(guard)} runs after PermissionsGuard: everybody is a guest. ` +
      "Make it a singleton APP_GUARD, and leave the option `guardOrder` at 'last'.";
    findings.push({ code: 'late-authentication', severity: 'error', where, message });
  }
  return findings;
}
