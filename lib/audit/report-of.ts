import type { AuditedHandler, AuditReport } from './audit-report.js';
import { isPermissionsGuard } from './authentication-guard.js';
import { type ApplicationFacts, applicationFindings } from './application-findings.js';
import type { AuditFinding } from './finding.js';
import { type GlobalEnhancers, globalGuardFindings } from './guard-findings.js';
import { type AuditedPair, handlerFindings } from './handler-findings.js';
import type { ExploredHandler } from './handler-explorer.js';
import { objectAccess } from './object-access.js';
import { type ApplicationRules, operandFindings } from './operand-findings.js';

/** What an audit must know of the module's options. */
export interface AuditSettings extends ApplicationRules {
  readonly globalGuard: boolean;
  readonly guardOrder: 'last' | 'as-imported';
}

/** What a report is made of. */
export interface ReportParts extends ApplicationFacts {
  readonly pairs: readonly AuditedPair[];
  readonly enhancers: GlobalEnhancers;
  /** Our guard, as it stands among the global ones. */
  readonly guard: unknown;
}

/** The report of an application, in an order that does not depend on anything but its declarations. */
export function reportOf(parts: ReportParts, settings: AuditSettings): AuditReport {
  const { pairs, enhancers, guard } = parts;
  const { globalGuard, guardOrder } = settings;
  const policies = pairs.map(({ policy }) => policy);
  return inOrder(
    pairs.map((pair) => auditedHandler(pair, (globalGuard ? [guard] : pair.handler.guards).some(isPermissionsGuard))),
    [
      ...(globalGuard ? globalGuardFindings(enhancers, guard, guardOrder) : []),
      ...applicationFindings(parts),
      ...operandFindings(policies, settings),
      ...pairs.flatMap((pair) => handlerFindings({ ...pair, globalGuard, globalInterceptors: enhancers.interceptors })),
    ],
  );
}

/** A report with everything in its place, and each finding once. */
export function inOrder(handlers: readonly AuditedHandler[], findings: readonly AuditFinding[]): AuditReport {
  const places = findings.map(placeOf);
  return {
    handlers: [...handlers].sort((one, other) => compare(keyOf(one), keyOf(other))),
    findings: findings
      .filter((each, index) => places.indexOf(placeOf(each)) === index)
      .sort((one, other) => compare(placeOf(one), placeOf(other))),
  };
}

/** A handler of which no policy is asked. */
export function unaskedHandler(
  handler: ExploredHandler,
  permissions: 'none' | 'invalid',
  open: boolean,
): AuditedHandler {
  return { ...routeOf(handler), permissions, origins: [], object: [], dynamic: false, open, guarded: false };
}

function auditedHandler({ handler, policy }: AuditedPair, guarded: boolean): AuditedHandler {
  const { description: permissions, origins, dynamic, root } = policy;
  const open = root.kind === 'constant' && root.outcome === 'granted';
  return { ...routeOf(handler), permissions, origins, object: objectAccess(policy), dynamic, open, guarded };
}

type AuditedRoute = Pick<AuditedHandler, 'transport' | 'method' | 'paths' | 'versions' | 'controller' | 'action'>;

function routeOf({ controller, action, method, paths, versions }: ExploredHandler): AuditedRoute {
  return { transport: 'http', method: method ?? 'ALL', paths, versions, controller: controller.name, action };
}

function keyOf({ paths, method, controller, action }: AuditedHandler): string {
  return [paths[0], method, controller, action].join(' ');
}

function placeOf({ where, code, message }: AuditFinding): string {
  return `${where} ${code} ${message}`;
}

// not localeCompare(), which depends on the machine
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
