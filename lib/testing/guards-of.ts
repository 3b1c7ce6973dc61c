import type { CanActivate, INestApplicationContext } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';

/** The guards of an application that live as long as it does: the global ones, and those that `@UseGuards()` names. */
export function guardsOf(app: INestApplicationContext): ReadonlySet<CanActivate> {
  const global = app.get(ApplicationConfig, { strict: false }).getGlobalGuards();
  const bound = [...app.get(ModulesContainer, { strict: false }).values()].flatMap(({ injectables }) =>
    [...injectables.values()]
      // what is made anew for every request has here but an unused prototype
      .filter((wrapper) => wrapper.isDependencyTreeStatic())
      .map(({ instance }): unknown => instance),
  );
  return new Set([...global, ...bound.filter(isGuard)]);
}

function isGuard(instance: unknown): instance is CanActivate {
  return typeof (instance as Partial<CanActivate> | null | undefined)?.canActivate === 'function';
}
