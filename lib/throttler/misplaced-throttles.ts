import type { Type } from '@nestjs/common';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { classChain, declarationAt } from '../index.js';
import type { Handler } from './bound-throttle.js';
import { THROTTLES } from './throttles.decorator.js';

/** Throttles that stand where no HTTP request comes: problems in words. */
export function misplacedThrottles(
  handlers: readonly Handler[],
  discovery: DiscoveryService,
  scanner: MetadataScanner,
): readonly string[] {
  const wrappers = [...discovery.getControllers(), ...discovery.getProviders()];
  const owners = new Set(wrappers.flatMap(({ metatype }) => (isClass(metatype) ? classChain(metatype) : [])));
  const limited = (target: object, property?: string): boolean =>
    declarationAt(THROTTLES, { target, property }) !== undefined;
  return [...owners].flatMap((owner) => {
    const actions = new Set(
      handlers.filter(({ controller }) => classChain(controller).includes(owner)).map(({ action }) => action),
    );
    const prototype = owner.prototype as object;
    const methods = scanner.getAllMethodNames(prototype).filter((method) => limited(prototype, method));
    const misplaced = methods.filter((method) => !actions.has(method)).map((method) => `${owner.name}.${method}`);
    if (actions.size === 0 && limited(owner)) misplaced.unshift(owner.name);
    return misplaced.map((where) => `${where} has @Throttles() or @SkipThrottles(), and no HTTP request comes there.`);
  });
}

function isClass(metatype: unknown): metatype is Type {
  return typeof metatype === 'function' && typeof metatype.prototype === 'object';
}
