import { type CanActivate, type ExecutionContext, HttpException } from '@nestjs/common';
import { isObservable, lastValueFrom } from 'rxjs';
import { leaveUser } from './request-of.js';

/** Says whose request this is; `null` for a guest's. */
export type UserOf = (execution: ExecutionContext) => object | null;

const PERMISSIONS_GUARD: unique symbol = Symbol.for('nestjs-permissions:guard');

/**
 * Puts the user on every request before and after this guard, and overrules it where it refuses a user with 401.
 * @returns a function that leaves the guard as it was
 */
export function overruleGuard(guard: CanActivate, userOf: UserOf): () => void {
  const before = Object.getOwnPropertyDescriptor(guard, 'canActivate');
  const canActivate = guard.canActivate.bind(guard);
  // our own is never overruled: it has been told who asks
  const isOurs = PERMISSIONS_GUARD in guard.constructor;
  guard.canActivate = isOurs ? told(canActivate, userOf) : overruled(canActivate, userOf);
  return () => {
    if (before === undefined) delete (guard as Partial<CanActivate>).canActivate;
    else Object.defineProperty(guard, 'canActivate', before);
  };
}

function told(canActivate: CanActivate['canActivate'], userOf: UserOf): CanActivate['canActivate'] {
  return (execution) => {
    leaveUser(execution, userOf(execution));
    return canActivate(execution);
  };
}

function overruled(canActivate: CanActivate['canActivate'], userOf: UserOf): CanActivate['canActivate'] {
  return async (execution) => {
    const user = userOf(execution);
    leaveUser(execution, user);
    try {
      const answer = await canActivate(execution);
      return isObservable(answer) ? await lastValueFrom(answer) : answer;
    } catch (error) {
      if (user !== null && isUnauthorized(error)) return true;
      throw error;
    } finally {
      leaveUser(execution, user);
    }
  };
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof HttpException && error.getStatus() === 401;
}
