/**
 * Reads a property that the object itself or its class defines. What stands on the root prototype is not read:
 * a polluted `Object.prototype` must never make a caller an administrator or an author.
 */
export function trustedProperty(target: object, key: string): unknown {
  // nearly every property that is asked for is there, or is nowhere
  if (Object.hasOwn(target, key)) return (target as Readonly<Record<string, unknown>>)[key];
  if (!(key in target)) return undefined;
  let holder = prototypeOf(target);
  while (holder !== null && !Object.hasOwn(holder, key)) holder = prototypeOf(holder);
  return holder === null || prototypeOf(holder) === null ? undefined : Reflect.get(target, key);
}

function prototypeOf(target: object): object | null {
  return Object.getPrototypeOf(target) as object | null;
}
