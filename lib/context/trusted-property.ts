/**
 * Reads a property that the object itself or its class defines. What stands on the root prototype is not read:
 * a polluted `Object.prototype` must never make a caller an administrator or an author.
 */
export function trustedProperty(target: object, key: string): unknown {
  if (Object.hasOwn(target, key)) return Reflect.get(target, key);
  for (let holder = prototypeOf(target); holder !== null; holder = prototypeOf(holder)) {
    if (prototypeOf(holder) === null) return undefined;
    if (Object.hasOwn(holder, key)) return Reflect.get(target, key);
  }
  return undefined;
}

function prototypeOf(target: object): object | null {
  return Object.getPrototypeOf(target) as object | null;
}
