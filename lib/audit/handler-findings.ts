import { classLoader } from '../policy/declarations.js';
import { describeHandler } from '../policy/handler-source.js';
import { isSafe } from '../policy/levels.js';
import type { Policy } from '../policy/policy.js';
import { guardName, isAuthenticationGuard, isPermissionsGuard } from './authentication-guard.js';
import { type AuditFinding, finding, type FindingCode } from './finding.js';
import type { ExploredHandler } from './handler-explorer.js';
import { inheritanceFindings } from './inheritance-findings.js';
import { logicFindings } from './logic-findings.js';
import { objectAccess } from './object-access.js';
import { openingFindings } from './opening-findings.js';
import { parameterNames } from './route-paths.js';

/** A handler with its policy. */
export interface AuditedPair {
  readonly handler: ExploredHandler;
  readonly policy: Policy;
}

/** What the findings of one handler are read from. */
export interface AuditedSubject extends AuditedPair {
  readonly globalInterceptors: readonly unknown[];
  /** Whether our guard runs for every handler. */
  readonly globalGuard: boolean;
  /** Whether Nest runs the global guards before this one. */
  readonly reached: boolean;
}

/** Everything that the declarations of one handler leave open. */
export function handlerFindings(subject: AuditedSubject): readonly AuditFinding[] {
  const { policy } = subject;
  if (policy.exempt) {
    return [
      about(
        policy,
        'exempt-handler',
        'The option `exempt` leaves it out: no permission is asked, required ones included.',
      ),
    ];
  }
  return [
    ...[objectWithoutAccess(subject), lateCheck(subject), listWithoutScope(subject), cacheBeforeCheck(subject)],
    ...[dynamicPolicy(subject), ...guardOrder(subject), ...openingFindings(policy)],
    ...[...inheritanceFindings(policy), ...logicFindings(policy)],
  ].filter((each) => each !== undefined);
}

function objectWithoutAccess({ policy }: AuditedSubject): AuditFinding | undefined {
  if (!policy.canPend || objectAccess(policy).length > 0) return undefined;
  const remedy =
    classLoader(policy.controller) === undefined
      ? 'Write @LoadObject() on it, inject @CheckObject() or @AuthorizedScope(), or decorate it with @CheckReturned().'
      : 'Inject @LoadedObject(), which the @LoadObject() of the class loads; for a list, inject @AuthorizedScope().';
  const message = `${policy.description} depends on an object, and nothing loads one. ${remedy}`;
  return about(policy, 'object-rule-without-object', message);
}

function lateCheck({ policy, handler }: AuditedSubject): AuditFinding | undefined {
  const checksLate = policy.canPend && policy.injects.has('check') && policy.loader === undefined;
  if (!checksLate || !addressesObject(handler) || isSafe(policy) === true) return undefined;
  const message =
    'The handler checks its object only when it runs, and may have written by then. Let @LoadObject() load it before.';
  return about(policy, 'late-check', message);
}

function listWithoutScope({ policy, handler }: AuditedSubject): AuditFinding | undefined {
  const onlyChecks = objectAccess(policy).every((way) => way === 'checked') && policy.injects.has('check');
  if (!policy.canPend || !onlyChecks || isSafe(policy) !== true || addressesObject(handler)) return undefined;
  const message =
    `${policy.description} depends on an object, and this list checks its objects one by one, if it does. ` +
    'Inject @AuthorizedScope(), and give it to the query.';
  return about(policy, 'list-without-scope', message);
}

function cacheBeforeCheck({ policy, handler, globalInterceptors }: AuditedSubject): AuditFinding | undefined {
  const inHandler = objectAccess(policy).some((way) => way !== 'loaded');
  const cache = [...globalInterceptors, ...handler.interceptors].map(guardName).find((name) => /cache/i.test(name));
  if (!policy.canPend || !inHandler || policy.loader !== undefined || cache === undefined) return undefined;
  const message = `${cache} can answer before the object is checked, with what another caller was shown. Take it off this handler.`;
  return about(policy, 'cache-before-check', message);
}

function dynamicPolicy({ policy }: AuditedSubject): AuditFinding | undefined {
  if (!policy.dynamic) return undefined;
  const message = `${policy.description}: a function of the context chooses for each request, and no audit knows what. Review it, or write a map.`;
  return about(policy, 'dynamic-policy', message);
}

function guardOrder({ policy, handler, ...application }: AuditedSubject): readonly AuditFinding[] {
  const ours = handler.guards.findIndex(isPermissionsGuard);
  if (application.globalGuard && !application.reached && ours < 0) return beyondGlobalGuards(policy);
  const globalGuard = application.globalGuard && application.reached;
  if (!globalGuard && ours < 0) {
    if (policy.origins.every(({ level }) => level === 'defaults' || level === 'required')) return [];
    const message =
      'It declares permissions, and no PermissionsGuard enforces them. Bind it with @UseGuards(…, PermissionsGuard).';
    return [about(policy, 'guard-missing', message)];
  }
  if (policy.root.kind === 'constant') return [];
  const late = handler.guards.filter((guard, index) => (globalGuard || index > ours) && isAuthenticationGuard(guard));
  return late.map((guard) => {
    const remedy = globalGuard
      ? 'Bind it as APP_GUARD, or set `globalGuard: false` and write @UseGuards(…, PermissionsGuard) behind it.'
      : 'Name it before PermissionsGuard in @UseGuards().';
    const message = `${guardName(guard)} runs after PermissionsGuard: everybody is a guest. ${remedy}`;
    return about(policy, 'late-authentication', message);
  });
}

function beyondGlobalGuards(policy: Policy): readonly AuditFinding[] {
  const { root, handsOver, transport } = policy;
  if (root.kind === 'constant' && root.outcome === 'granted' && !handsOver) return [];
  const message =
    transport === 'ws'
      ? 'Nest 11 runs no global guard for gateways, PermissionsGuard and authentication included. Bind them on the class: ' +
        '@UseGuards(…, PermissionsGuard).'
      : 'Nest runs no global guard for it. Connect the microservice with { inheritAppConfig: true }.';
  return [about(policy, 'guard-missing', message)];
}

// the arguments and messages of other transports are not declared
function addressesObject({ transport, paths }: ExploredHandler): boolean {
  return transport !== 'http' || paths.some((path) => parameterNames(path).length > 0);
}

function about(policy: Policy, code: FindingCode, message: string): AuditFinding {
  return finding(code, describeHandler(policy), message);
}
