import type { CanActivate } from '@nestjs/common';
import type { ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import type { PolicyRegistry } from '../policy/policy-registry.js';
import type { AuditReport } from './audit-report.js';
import { type AuditSettings, reportOf } from './report-of.js';
import type { HandlerExplorer } from './handler-explorer.js';
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
    const { explorer, registry, config, modules, adapters, guard } = this.application;
    const handlers = explorer.handlers();
    const pairs = handlers.flatMap((handler) => {
      const policy = registry.find(handler.controller, handler.handler);
      return policy === undefined ? [] : [{ handler, policy }];
    });
    const enhancers = {
      guards: config.getGlobalGuards(),
      requestGuards: config.getGlobalRequestGuards().map(({ metatype }) => metatype),
      interceptors: config.getGlobalInterceptors(),
    };
    const routes = rawRoutes(adapters.httpAdapter, handlers);
    const parts = { pairs, enhancers, guard, routes, uncovered: explorer.uncovered(), modules: [...modules.values()] };
    return reportOf(parts, this.settings);
  }
}
