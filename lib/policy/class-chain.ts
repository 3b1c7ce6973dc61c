import type { Type } from '@nestjs/common';

/** A class and the classes that it extends, nearest first. */
export function classChain(controller: Type): readonly Type[] {
  const chain: Type[] = [];
  for (let each: unknown = controller; isClass(each); each = Object.getPrototypeOf(each)) chain.push(each);
  return chain;
}

// Function.prototype, where every chain ends, has no prototype of its own
function isClass(candidate: unknown): candidate is Type {
  return typeof candidate === 'function' && typeof candidate.prototype === 'object';
}
