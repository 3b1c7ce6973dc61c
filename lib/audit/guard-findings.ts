import { guardName, isAuthenticationGuard } from './authentication-guard.js';
import { APPLICATION, type AuditFinding, finding } from './finding.js';

/** The global guards and interceptors of an application, as instances or as their classes. */
export interface GlobalEnhancers {
  /** In the order in which they run. */
  readonly guards: readonly unknown[];
  /** Guards that are made for each request, which run after all others. */
  readonly requestGuards: readonly unknown[];
  readonly interceptors: readonly unknown[];
}

/**
 * What the order of the global guards leaves open.
 * @param ours the guard of this module
 */
export function globalGuardFindings(
  { guards, requestGuards }: GlobalEnhancers,
  ours: unknown,
  order: 'last' | 'as-imported',
): readonly AuditFinding[] {
  const position = guards.indexOf(ours);
  const misplaced = order === 'last' && position !== guards.length - 1;
  const late = [...guards.slice(position + 1), ...requestGuards].filter(
    (guard) => guard !== null && isAuthenticationGuard(guard),
  );
  return [
    ...(misplaced
      ? [
          finding(
            'guard-not-last',
            APPLICATION,
            'PermissionsGuard is not the last of the global guards: something else orders them too.',
          ),
        ]
      : []),
    ...late.map((guard) =>
      finding(
        'late-authentication',
        APPLICATION,
        `${guardName(guard)} runs after PermissionsGuard: everybody is a guest. ` +
          "Make it a singleton APP_GUARD, and leave the option `guardOrder` at 'last'.",
      ),
    ),
  ];
}
