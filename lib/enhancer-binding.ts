import type { CanActivate, NestInterceptor } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import type { HandlerExplorer } from './audit/handler-explorer.js';
import { CompletionInterceptor } from './completion.interceptor.js';
import { MessageRefusalsInterceptor } from './message-refusals.interceptor.js';
import { ObjectPermissionsInterceptor } from './object-permissions.interceptor.js';
import { checkReturned, injectedParameters } from './policy/declarations.js';
import type { Policy } from './policy/policy.js';
import type { TransportExceptions } from './transport-exceptions.js';

const INTERCEPTORS = '__interceptors__';

// they keep no state and belong to no application: what they need hangs on the request
const COMPLETION: NestInterceptor = new CompletionInterceptor();
const RETURNED: NestInterceptor = new ObjectPermissionsInterceptor();

/**
 * Puts the interceptors on the handlers that ask for them, and on no other: around all others of the handler where it
 * checks by itself, next to the handler where its answer is checked; and on the handlers of messages what tells their
 * refusals. Here and not in the decorators, because an override
 * loses what stands on the function, and because their order must not depend on the order of decorators. To be called
 * before Nest binds its routes.
 */
export function bindInterceptors(explorer: HandlerExplorer, exceptions: TransportExceptions): void {
  const refusals = new MessageRefusalsInterceptor(exceptions);
  const messages = new Set(explorer.messages().map(({ handler }) => handler));
  for (const { owner, action, handler } of explorer.methods()) {
    const wanted = interceptorsFor(injectedParameters(owner, action), checkReturned(owner, action));
    const telling = messages.has(handler) ? refusals : undefined;
    const ours = [wanted.outermost, telling, wanted.innermost];
    if (ours.every((interceptor) => interceptor === undefined)) continue;
    const bound = (Reflect.getMetadata(INTERCEPTORS, handler) ?? []) as unknown[];
    const others = bound.filter((interceptor) => !isOurs(interceptor));
    const all = [wanted.outermost, telling, ...others, wanted.innermost];
    const present = all.filter((interceptor) => interceptor !== undefined);
    Reflect.defineMetadata(INTERCEPTORS, present, handler);
  }
}

// the classes of an application are those of the next one in the same process
function isOurs(interceptor: unknown): boolean {
  return interceptor === COMPLETION || interceptor === RETURNED || interceptor instanceof MessageRefusalsInterceptor;
}

/** Whether a handler has the interceptors that it needs, where it needs them. */
export function hasItsInterceptors({ handler, injects, checkReturned: returned }: Policy): boolean {
  const wanted = interceptorsFor(injects, returned);
  if (wanted.outermost === undefined && wanted.innermost === undefined) return true;
  const bound = (Reflect.getMetadata(INTERCEPTORS, handler) ?? []) as unknown[];
  return (
    (wanted.outermost === undefined || bound[0] === wanted.outermost) &&
    (wanted.innermost === undefined || bound.at(-1) === wanted.innermost)
  );
}

function interceptorsFor(
  injects: Policy['injects'],
  returned: Policy['checkReturned'],
): { readonly outermost: NestInterceptor | undefined; readonly innermost: NestInterceptor | undefined } {
  return {
    outermost: injects.has('check') || injects.has('scope') ? COMPLETION : undefined,
    innermost: returned === undefined ? undefined : RETURNED,
  };
}

/**
 * Lets a guard run after every other global guard, on every transport and whatever the import order. Nest asks its
 * configuration for the global guards when it binds handlers; this instance of it answers with ours at the end.
 */
export function runLast(guard: CanActivate, config: ApplicationConfig): void {
  place(guard, config, (others) => [...others, guard]);
}

/** Lets a guard run before every other global guard; otherwise as {@link runLast}. */
export function runFirst(guard: CanActivate, config: ApplicationConfig): void {
  place(guard, config, (others) => [guard, ...others]);
}

function place(
  guard: CanActivate,
  config: ApplicationConfig,
  among: (others: readonly CanActivate[]) => CanActivate[],
): void {
  const inOrder = config.getGlobalGuards.bind(config);
  config.getGlobalGuards = () => {
    const guards = inOrder();
    return guards.includes(guard) ? among(guards.filter((other) => other !== guard)) : guards;
  };
}
