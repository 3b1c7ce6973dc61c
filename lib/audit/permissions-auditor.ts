import type { CanActivate } from '@nestjs/common';
import type { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import type { PolicyRegistry } from '../policy/policy-registry.js';
import type { AuditReport } from './audit-report.js';
import type { AuditFinding } from './finding.js';
import type { GlobalGuardReach } from './global-guard-reach.js';
import type { ExploredHandler, HandlerExplorer } from './handler-explorer.js';
import { type AuditSettings, findingsOf, reportOf, type ReportParts } from './report-of.js';
import { rawRoutes } from './raw-routes.js';

/** What an audit reads of the running application. */
export interface AuditedApplication {
  readonly explorer: HandlerExplorer;
  readonly registry: PolicyRegistry;
  readonly config: ApplicationConfig;
  readonly modules: ModulesContainer;
  readonly adapters: HttpAdapterHost;
  /** The guard of this module. */
  readonly guard: CanActivate;
  readonly reach: GlobalGuardReach;
}

/** Lists who may do what, and what the declarations leave open. */
export class PermissionsAuditor {
  /** @internal */
  constructor(
    private readonly application: AuditedApplication,
    private readonly settings: AuditSettings,
  ) {}

  /** Audits the running application. Complete once it has started. */
  audit(): AuditReport {
    return reportOf(this.parts(this.application.explorer.handlers()), this.settings);
  }

  /** @internal The findings alone, about handlers that are explored already. */
  findings(handlers: readonly ExploredHandler[]): readonly AuditFinding[] {
    return findingsOf(this.parts(handlers), this.settings);
  }

  private parts(handlers: readonly ExploredHandler[]): ReportParts {
    const { registry, config, modules, adapters, guard, reach } = this.application;
    const pairs = handlers.flatMap((handler) => {
      const policy = registry.find(handler.controller, handler.handler, handler.transport);
      return policy === undefined ? [] : [{ handler, policy }];
    });
    const enhancers = {
      guards: config.getGlobalGuards(),
      requestGuards: config.getGlobalRequestGuards().map(({ metatype }) => metatype),
      interceptors: config.getGlobalInterceptors(),
    };
    const routes = rawRoutes(adapters.httpAdapter, handlers);
    const isReached = (handler: ExploredHandler): boolean => reach.includes(handler);
    return { pairs, enhancers, guard, routes, isReached, modules: [...modules.values()] };
  }
}
