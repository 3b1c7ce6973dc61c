import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { HostModule, InstanceWrapper } from '../policy/handler-source.js';
import { isPermissionsGuard } from './authentication-guard.js';
import type { GlobalEnhancers } from './guard-findings.js';

/** The global guards and interceptors that modules provide, as their classes: nothing is made in a preview. */
export function declaredEnhancers(modules: readonly HostModule[], guardOrder: 'last' | 'as-imported'): GlobalEnhancers {
  const provided = (token: string): readonly unknown[] =>
    modules.flatMap(({ providers }) => classesOf(providers, token));
  const guards = provided(APP_GUARD);
  const [ours, others] = [guards.filter(isPermissionsGuard), guards.filter((guard) => !isPermissionsGuard(guard))];
  return {
    guards: guardOrder === 'last' ? [...others, ...new Set(ours)] : guards,
    // Nest keeps those that are made for each request apart
    requestGuards: modules.flatMap(({ injectables }) => classesOf(injectables, APP_GUARD)),
    interceptors: provided(APP_INTERCEPTOR),
  };
}

// Nest tells several providers of one such token apart by a number behind its name
function classesOf(collection: HostModule['providers'], token: string): readonly unknown[] {
  return [...collection]
    .filter(([key]) => typeof key === 'string' && key.startsWith(`${token} `))
    .flatMap(([, wrapper]) => classOf(wrapper) ?? []);
}

/** The class or the value behind a provider; nothing for a factory, of which only running it tells what it makes. */
function classOf({ metatype, inject, isAlias, instance }: InstanceWrapper): unknown {
  if (metatype === null) return instance;
  if (isAlias) return typeof inject?.[0] === 'function' ? inject[0] : undefined;
  return inject === undefined || inject === null ? metatype : undefined;
}
