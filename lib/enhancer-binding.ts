import type { CanActivate, NestInterceptor } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import type { ExploredHandler, HandlerExplorer } from './audit/handler-explorer.js';
import { CompletionInterceptor } from './completion.interceptor.js';
import { ObjectPermissionsInterceptor } from './object-permissions.interceptor.js';
import { checkReturned, injectedParameters } from './policy/declarations.js';

const INTERCEPTORS = '__interceptors__';

// they keep no state and belong to no application: what they need hangs on the request
const COMPLETION: NestInterceptor = new CompletionInterceptor();
const RETURNED: NestInterceptor = new ObjectPermissionsInterceptor();

/**
 * Puts the interceptors on the handlers that ask for them, and on no other: around all others of the handler where it
 * checks by itself, next to the handler where its answer is checked. Here and not in the decorators, because an override
 * loses what stands on the function, and because their order must not depend on the order of decorators. To be called
 * before Nest binds its routes.
 */
export function bindInterceptors(explorer: HandlerExplorer): void {
  for (const { controller, action, handler } of explorer.handlers()) {
    const wanted = interceptorsFor({ controller, action });
    if (wanted.outermost === undefined && wanted.innermost === undefined) continue;
    const bound = (Reflect.getMetadata(INTERCEPTORS, handler) ?? []) as unknown[];
    const others = bound.filter((interceptor) => interceptor !== COMPLETION && interceptor !== RETURNED);
    const all = [wanted.outermost, ...others, wanted.innermost].filter((interceptor) => interceptor !== undefined);
    Reflect.defineMetadata(INTERCEPTORS, all, handler);
  }
}

/** Whether a handler has the interceptors that it needs, where it needs them. */
export function hasItsInterceptors(explored: ExploredHandler): boolean {
  const wanted = interceptorsFor(explored);
  const bound = (Reflect.getMetadata(INTERCEPTORS, explored.handler) ?? []) as unknown[];
  return (
    (wanted.outermost === undefined || bound[0] === wanted.outermost) &&
    (wanted.innermost === undefined || bound.at(-1) === wanted.innermost)
  );
}

function interceptorsFor({ controller, action }: Pick<ExploredHandler, 'controller' | 'action'>): {
  readonly outermost: NestInterceptor | undefined;
  readonly innermost: NestInterceptor | undefined;
} {
  const injects = injectedParameters(controller, action);
  return {
    outermost: injects.has('check') || injects.has('scope') ? COMPLETION : undefined,
    innermost: checkReturned(controller, action) === undefined ? undefined : RETURNED,
  };
}

/**
 * Lets a guard run after every other global guard, on every transport and whatever the import order. Nest asks its
 * configuration for the global guards when it binds handlers; this instance of it answers with ours at the end.
 */
export function runLast(guard: CanActivate, config: ApplicationConfig): void {
  const inOrder = config.getGlobalGuards.bind(config);
  config.getGlobalGuards = () => {
    const guards = inOrder();
    return guards.includes(guard) ? [...guards.filter((other) => other !== guard), guard] : guards;
  };
}
