import type { ExecutionContext } from '@nestjs/common';

const USER_OF: unique symbol = Symbol.for('nestjs.authentication.userOf');

/** The user on this object itself: one on a prototype would belong to every request. */
export function ownUser(holder: object): unknown {
  return Object.hasOwn(holder, 'user') ? (holder as { readonly user: unknown }).user : undefined;
}

/**
 * What the official `@nestjs/authentication` says about the user of this operation, on an object that several operations
 * share: the user, `null` for a guest, and `undefined` where it says nothing.
 */
export function userOfOperation(shared: object, execution: ExecutionContext): unknown {
  const { [USER_OF]: userOf } = shared as { readonly [USER_OF]?: unknown };
  return typeof userOf === 'function' ? (userOf.call(shared, execution) as unknown) : undefined;
}
