const OFFICIAL: unique symbol = Symbol.for('@nestjs/authentication:guard');
const PERMISSIONS_GUARD: unique symbol = Symbol.for('nestjs-permissions:guard');
const NAME = /authn|auth(?!or|z)|jwt|passport|bearer/i;

/** The static mark by which our guard is known, whichever copy of this package it is of. */
export const GUARD_MARK: typeof PERMISSIONS_GUARD = PERMISSIONS_GUARD;

/** Whether this guard, a class or an instance, is a {@link PermissionsGuard}. */
export function isPermissionsGuard(guard: unknown): boolean {
  return PERMISSIONS_GUARD in classOf(guard);
}

/** Whether this guard, a class or an instance, authenticates: by the mark of the official package, its shape or its name. */
export function isAuthenticationGuard(guard: unknown): boolean {
  if (isPermissionsGuard(guard)) return false;
  const type = classOf(guard);
  return OFFICIAL in type || isPassportGuard(type) || NAME.test(type.name);
}

/** The name of a guard's class. */
export function guardName(guard: unknown): string {
  const type = classOf(guard);
  // the mixin of @nestjs/passport is called by a random word
  return isPassportGuard(type) && !NAME.test(type.name) ? 'AuthGuard()' : type.name;
}

function isPassportGuard({ prototype }: GuardClass): boolean {
  const methods = ['handleRequest', 'logIn', 'getAuthenticateOptions'];
  return methods.every((method) => typeof (prototype as Record<string, unknown>)[method] === 'function');
}

interface GuardClass {
  readonly name: string;
  readonly prototype: object;
}

function classOf(guard: unknown): GuardClass {
  return typeof guard === 'function' ? guard : (guard as object).constructor;
}
