import { Inject, type Type } from '@nestjs/common';
import { type ContextId, ModuleRef } from '@nestjs/core';
import type { HostModule } from './handler-source.js';

/**
 * A class found by dependency injection: its one instance, or how to make the instance of one invocation. `made` where no
 * module provides the class, so that the instance means nothing beyond its class.
 */
export type Injected<T> =
  { readonly instance: T; readonly made?: true } | { readonly create: (contextId: ContextId) => Promise<T> };

/**
 * Finds classes as Nest would inject them: from the module that hosts the controller, then anywhere, else made with
 * what that module can inject. `ModuleRef.get({ strict: false })` alone answers the last provider registered anywhere.
 */
export class DependencyInjector {
  /** @throws Error of Nest, for a dependency that cannot be found */
  async find<T extends object>(token: Type<T>, host: HostModule): Promise<Injected<T>> {
    const moduleRef = moduleRefOf(host);
    const holder = holderOf(token);
    const fromHost = (contextId?: ContextId): Promise<T> =>
      moduleRef.create(holder, contextId).then(({ held }) => held);
    const found = await this.attempt(fromHost);
    if (found === undefined) return (await this.anywhere(token, moduleRef)) ?? this.made(token, moduleRef);
    // what the module provides itself need not be injected to be found, which takes Nest twice as long
    const resolve = (contextId: ContextId): Promise<T> => moduleRef.resolve<T>(token, contextId);
    return 'create' in found && host.providers.has(token) ? { create: resolve } : found;
  }

  private async anywhere<T extends object>(token: Type<T>, moduleRef: ModuleRef): Promise<Injected<T> | undefined> {
    try {
      moduleRef.introspect(token);
    } catch {
      return undefined;
    }
    // resolve() answers the shared instance of a singleton, and needs a context for all others
    const resolve = (contextId?: ContextId): Promise<T> => moduleRef.resolve<T>(token, contextId, { strict: false });
    const [first, second] = [await resolve(), await resolve()];
    return first === second ? { instance: first } : { create: resolve };
  }

  private async made<T extends object>(token: Type<T>, moduleRef: ModuleRef): Promise<Injected<T>> {
    const create = (contextId?: ContextId): Promise<T> => moduleRef.create(token, contextId);
    if (isScoped(token)) return { create };
    try {
      return { instance: await create(), made: true };
    } catch (error) {
      if (isNamed(error, 'RequestScopedCreateException')) return { create };
      throw error;
    }
  }

  /** What the host module can inject, or `undefined` when it does not know the class. */
  private async attempt<T>(create: (contextId?: ContextId) => Promise<T>): Promise<Injected<T> | undefined> {
    try {
      const [first, second] = [await create(), await create()];
      // a transient provider answers another instance each time
      return first === second ? { instance: first } : { create };
    } catch (error) {
      if (isNamed(error, 'RequestScopedCreateException')) return { create };
      if (isNamed(error, 'UnknownDependenciesException')) return undefined;
      throw error;
    }
  }
}

function moduleRefOf(host: HostModule): ModuleRef {
  return host.getProviderByKey<ModuleRef>(ModuleRef).instance;
}

/** A class that asks for nothing but the token: making it shows what the module injects for that token. */
function holderOf<T>(token: Type<T>): Type<{ readonly held: T }> {
  class Holder {
    constructor(readonly held: T) {}
  }
  Inject(token)(Holder, undefined, 0);
  return Holder;
}

function isScoped(token: Type): boolean {
  const options = Reflect.getMetadata('scope:options', token) as { scope?: number } | undefined;
  return options?.scope !== undefined && options.scope !== 0;
}

// Nest exports neither of these exceptions
function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.constructor.name === name;
}

/** Whether two modules mean the same by a class: the same instance, or each one made of the same class. */
export function isSameInjected(one: Injected<object>, other: Injected<object>): boolean {
  if ('create' in one || 'create' in other) return 'create' in one && 'create' in other;
  if (one.instance === other.instance) return true;
  return one.made === true && other.made === true && one.instance.constructor === other.instance.constructor;
}
