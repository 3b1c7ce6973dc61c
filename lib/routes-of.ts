import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { GlobalGuardReach } from './audit/global-guard-reach.js';
import { type ExploredHandler, HandlerExplorer } from './audit/handler-explorer.js';
import { isGuarded } from './audit/is-guarded.js';
import type { Authorizer } from './authorizer.js';
import type { Denial } from './composition/verdict.js';
import { missing } from './decision/refusal.js';
import { exceptionFor, type PermissionDenied } from './exceptions.js';
import type { PermissionsModuleExtras } from './options.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import { PermissionsGuard } from './permissions.guard.js';
import type { Policy } from './policy/policy.js';
import type { PolicyRegistry } from './policy/policy-registry.js';
import { AUTHORIZER, EXTRAS, REGISTRY } from './tokens.js';

/** A handler with what applies to it, for the entry points of this package. */
export interface Route extends ExploredHandler {
  readonly policy: Policy;
  /** Whether a PermissionsGuard runs before it, so that its permissions are asked at all. */
  readonly guarded: boolean;
  /**
   * What the client gets for a denial.
   * @param denial why; none for an object that does not exist
   * @param withObject whether the object was known when it was decided
   */
  readonly refusal: (denial: Denial | undefined, anonymous: boolean, withObject: boolean) => PermissionDenied;
}

/**
 * Every handler of a running application that has a policy, in the order in which Nest registers them.
 * @internal
 * @throws PermissionsConfigurationError for an application without the module, or that has not started
 */
export function routesOf(app: INestApplicationContext, caller: string): readonly Route[] {
  const registry = registryOf(app, caller);
  const authorizer = app.get<Authorizer>(AUTHORIZER);
  const { globalGuard } = app.get<PermissionsModuleExtras>(EXTRAS);
  const handlers = app.get(HandlerExplorer).handlers();
  const reach = app.get(GlobalGuardReach);
  const placement = {
    globalGuard: globalGuard === true ? app.get<unknown>(PermissionsGuard) : undefined,
    isReached: (handler: ExploredHandler) => reach.includes(handler),
    modules: [...app.get(ModulesContainer).values()],
  };
  const routes = handlers.flatMap((handler): Route[] => {
    const policy = registry.find(handler.controller, handler.handler, handler.transport);
    if (policy === undefined) return [];
    const refusal: Route['refusal'] = (denial, anonymous, withObject) =>
      exceptionFor(denial === undefined ? missing() : authorizer.refusalOf(denial, anonymous, policy, withObject));
    return [{ ...handler, policy, guarded: isGuarded({ handler, policy }, placement), refusal }];
  });
  if (routes.length > 0 || handlers.length === 0) return routes;
  throw new PermissionsConfigurationError(
    `${caller}: no policy is known before the application has started; call it after \`await app.init()\`.`,
  );
}

function registryOf(app: INestApplicationContext, caller: string): PolicyRegistry {
  try {
    return app.get<PolicyRegistry>(REGISTRY);
  } catch {
    throw new PermissionsConfigurationError(`${caller}: the application does not import PermissionsModule.`);
  }
}
