import type { CanActivate } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import type { Policy } from '../policy/policy.js';
import type { PolicyRegistry } from '../policy/policy-registry.js';
import type { AuditedHandler, AuditReport } from './audit-report.js';
import type { AuditFinding } from './finding.js';
import { globalGuardFindings } from './guard-findings.js';
import { handlerFindings } from './handler-findings.js';
import type { ExploredHandler, HandlerExplorer } from './handler-explorer.js';
import { objectAccess } from './object-access.js';

/** What an audit must know of the module's options. */
export interface AuditSettings {
  readonly globalGuard: boolean;
  /** The guard of this module. */
  readonly guard: CanActivate;
  readonly guardOrder: 'last' | 'as-imported';
}

/** Lists who may do what, and what the declarations leave open. */
export class PermissionsAuditor {
  /** @internal */
  constructor(
    private readonly explorer: HandlerExplorer,
    private readonly registry: PolicyRegistry,
    private readonly config: ApplicationConfig,
    private readonly settings: AuditSettings,
  ) {}

  /** Audits the running application. Complete once it has started. */
  audit(): AuditReport {
    const audited = this.explorer.handlers().flatMap((handler) => {
      const policy = this.registry.find(handler.controller, handler.handler);
      return policy === undefined ? [] : [{ handler, policy }];
    });
    return {
      handlers: audited.map(({ handler, policy }) => auditedHandler(handler, policy)).sort(byPath),
      findings: [
        ...this.globalFindings(),
        ...audited.flatMap(({ handler, policy }) => this.findingsOf(handler, policy)),
      ].sort(byPlace),
    };
  }

  private globalFindings(): readonly AuditFinding[] {
    const { globalGuard, guard, guardOrder } = this.settings;
    return globalGuard ? globalGuardFindings(this.config, guard, guardOrder) : [];
  }

  private findingsOf(handler: ExploredHandler, policy: Policy): readonly AuditFinding[] {
    const globalInterceptors = this.config.getGlobalInterceptors();
    return handlerFindings({ handler, policy, globalInterceptors, globalGuard: this.settings.globalGuard });
  }
}

function auditedHandler(handler: ExploredHandler, policy: Policy): AuditedHandler {
  const { controller, action, method, paths, versions } = handler;
  const { description: permissions, origins, dynamic, root } = policy;
  const open = root.kind === 'constant' && root.outcome === 'granted';
  return {
    ...{ transport: 'http', method: method ?? 'ALL', paths, versions, controller: controller.name, action },
    ...{ permissions, origins, object: objectAccess(policy), dynamic, open },
  };
}

function byPath(one: AuditedHandler, other: AuditedHandler): number {
  return compare(keyOf(one), keyOf(other));
}

function keyOf({ paths, method, controller, action }: AuditedHandler): string {
  return [paths[0], method, controller, action].join(' ');
}

function byPlace(one: AuditFinding, other: AuditFinding): number {
  return compare(`${one.where} ${one.code} ${one.message}`, `${other.where} ${other.code} ${other.message}`);
}

// not localeCompare(), which depends on the machine
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
