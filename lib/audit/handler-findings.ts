import { classLoader } from '../policy/declarations.js';
import { describeHandler } from '../policy/handler-source.js';
import { isSafe } from '../policy/levels.js';
import type { Policy } from '../policy/policy.js';
import { guardName, isAuthenticationGuard, isPermissionsGuard } from './authentication-guard.js';
import type { AuditFinding, FindingCode, FindingSeverity } from './finding.js';
import type { ExploredHandler } from './handler-explorer.js';
import { objectAccess } from './object-access.js';
import { parameterNames } from './route-paths.js';

/** What the findings of one handler are read from. */
export interface AuditedSubject {
  readonly handler: ExploredHandler;
  readonly policy: Policy;
  readonly globalInterceptors: readonly unknown[];
  /** Whether our guard runs for every handler. */
  readonly globalGuard: boolean;
}

/** Everything that the declarations of one handler leave open. */
export function handlerFindings(subject: AuditedSubject): readonly AuditFinding[] {
  if (subject.policy.exempt) return [];
  return [objectWithoutAccess(subject), lateCheck(subject), cacheBeforeCheck(subject), ...guardOrder(subject)].filter(
    (finding) => finding !== undefined,
  );
}

function objectWithoutAccess({ policy }: AuditedSubject): AuditFinding | undefined {
  if (!policy.canPend || objectAccess(policy).length > 0) return undefined;
  const remedy =
    classLoader(policy.controller) === undefined
      ? 'Write @LoadObject() on it, inject @CheckObject() or @AuthorizedScope(), or decorate it with @CheckReturned().'
      : 'Inject @LoadedObject(), which the @LoadObject() of the class loads; for a list, inject @AuthorizedScope().';
  const message = `${policy.description} depends on an object, and nothing loads one. ${remedy}`;
  return finding('object-rule-without-object', 'error', policy, message);
}

function lateCheck({ policy, handler }: AuditedSubject): AuditFinding | undefined {
  const checksLate = policy.canPend && policy.injects.has('check') && policy.loader === undefined;
  const addressesObject = handler.paths.some((path) => parameterNames(path).length > 0);
  if (!checksLate || !addressesObject || isSafe(policy) === true) return undefined;
  const message =
    'The handler checks its object only when it runs, and may have written by then. Let @LoadObject() load it before.';
  return finding('late-check', 'warning', policy, message);
}

function cacheBeforeCheck({ policy, handler, globalInterceptors }: AuditedSubject): AuditFinding | undefined {
  const inHandler = objectAccess(policy).some((way) => way !== 'loaded');
  const cache = [...globalInterceptors, ...handler.interceptors].map(guardName).find((name) => /cache/i.test(name));
  if (!policy.canPend || !inHandler || policy.loader !== undefined || cache === undefined) return undefined;
  const message = `${cache} can answer before the object is checked, with what another caller was shown. Take it off this handler.`;
  return finding('cache-before-check', 'error', policy, message);
}

function guardOrder({ policy, handler, globalGuard }: AuditedSubject): readonly AuditFinding[] {
  const ours = handler.guards.findIndex(isPermissionsGuard);
  if (!globalGuard && ours < 0) {
    if (policy.origins.every(({ level }) => level === 'defaults' || level === 'required')) return [];
    const message =
      'It declares permissions, and no PermissionsGuard enforces them. Bind it with @UseGuards(…, PermissionsGuard).';
    return [finding('guard-missing', 'error', policy, message)];
  }
  if (policy.root.kind === 'constant') return [];
  const late = handler.guards.filter((guard, index) => (globalGuard || index > ours) && isAuthenticationGuard(guard));
  return late.map((guard) => {
    const remedy = globalGuard
      ? 'Bind it as APP_GUARD, or set `globalGuard: false` and write @UseGuards(…, PermissionsGuard) behind it.'
      : 'Name it before PermissionsGuard in @UseGuards().';
    return finding(
      'late-authentication',
      'error',
      policy,
      `${guardName(guard)} runs after PermissionsGuard: everybody is a guest. ${remedy}`,
    );
  });
}

function finding(code: FindingCode, severity: FindingSeverity, policy: Policy, message: string): AuditFinding {
  return { code, severity, where: describeHandler(policy), message };
}
