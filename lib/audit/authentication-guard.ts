const OFFICIAL: unique symbol = Symbol.for('@nestjs/authentication:guard');
const PERMISSIONS_GUARD: unique symbol = Symbol.for('nestjs-permissions:guard');
const NAME = /authn|auth(?!ori[sz]|z)|jwt|passport|bearer/i;

/** The static mark by which our guard is known, whichever copy of this package it is of. */
export const GUARD_MARK: typeof PERMISSIONS_GUARD = PERMISSIONS_GUARD;

/** Whether this guard, a class or an instance, is a {@link PermissionsGuard}. */
export function isPermissionsGuard(guard: unknown): boolean {
  return PERMISSIONS_GUARD in classOf(guard);
}

/** Whether this guard, a class or an instance, authenticates: by the mark of the official package, or by its name. */
export function isAuthenticationGuard(guard: unknown): boolean {
  if (isPermissionsGuard(guard)) return false;
  const type = classOf(guard);
  return OFFICIAL in type || NAME.test(type.name);
}

/** The name of a guard's class. */
export function guardName(guard: unknown): string {
  return classOf(guard).name;
}

function classOf(guard: unknown): { readonly name: string } {
  return typeof guard === 'function' ? guard : (guard as object).constructor;
}
