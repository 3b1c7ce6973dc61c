import type { AuditedHandler, AuditReport } from './audit-report.js';
import { type ApplicationFacts, applicationFindings } from './application-findings.js';
import { fieldFindings } from './field-findings.js';
import type { AuditFinding } from './finding.js';
import { type GlobalEnhancers, globalGuardFindings } from './guard-findings.js';
import { type AuditedPair, handlerFindings } from './handler-findings.js';
import type { ExploredHandler } from './handler-explorer.js';
import { isGuarded } from './is-guarded.js';
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
  /** Whether Nest runs the global guards before this handler. */
  readonly isReached: (handler: ExploredHandler) => boolean;
}

/** The report of an application, in an order that does not depend on anything but its declarations. */
export function reportOf(parts: ReportParts, settings: AuditSettings): AuditReport {
  const { pairs, guard, isReached, modules } = parts;
  const placement = { globalGuard: settings.globalGuard ? guard : undefined, isReached, modules };
  return inOrder(
    pairs.map((pair) => auditedHandler(pair, isGuarded(pair, placement))),
    findingsOf(parts, settings),
  );
}

/** The findings of a report alone, in its order. */
export function findingsOf(parts: ReportParts, settings: AuditSettings): readonly AuditFinding[] {
  const { pairs, enhancers, guard, isReached, modules } = parts;
  const { globalGuard, guardOrder } = settings;
  const policies = pairs.map(({ policy }) => policy);
  return findingsInOrder([
    ...(globalGuard ? globalGuardFindings(enhancers, guard, guardOrder) : []),
    ...applicationFindings(parts),
    ...fieldFindings(policies, modules),
    ...operandFindings(policies, settings),
    ...pairs.flatMap((pair) =>
      handlerFindings({
        ...pair,
        globalGuard,
        reached: isReached(pair.handler),
        globalInterceptors: enhancers.interceptors,
      }),
    ),
  ]);
}

/** A report with everything in its place, and each finding once. */
export function inOrder(handlers: readonly AuditedHandler[], findings: readonly AuditFinding[]): AuditReport {
  return { handlers: sorted(handlers, keyOf), findings: findingsInOrder(findings) };
}

function findingsInOrder(findings: readonly AuditFinding[]): readonly AuditFinding[] {
  return sorted([...new Map(findings.map((each) => [placeOf(each), each])).values()], placeOf);
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

function routeOf({ transport, controller, action, method, operation, paths, versions }: ExploredHandler): AuditedRoute {
  return {
    transport,
    method: operation?.toUpperCase() ?? method ?? 'ALL',
    paths,
    versions,
    controller: controller.name,
    action,
  };
}

function keyOf({ paths, method, controller, action }: AuditedHandler): string {
  return [paths[0], method, controller, action].join(' ');
}

function placeOf({ where, code, message }: AuditFinding): string {
  return `${where} ${code} ${message}`;
}

function sorted<T>(things: readonly T[], keyOfThing: (thing: T) => string): readonly T[] {
  const keyed = things.map((thing) => ({ thing, key: keyOfThing(thing) }));
  // not localeCompare(), which depends on the machine
  keyed.sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)));
  return keyed.map(({ thing }) => thing);
}
