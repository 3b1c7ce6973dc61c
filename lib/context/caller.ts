import { isThenable } from './is-thenable.js';
import { isPlainObject } from './plain-object.js';
import type { Rights } from './rights.js';
import { trustedProperty } from './trusted-property.js';

/** What is known of the users of an application: how to find their id, who is an administrator, and who holds which codes. */
export interface UserModel {
  getUserId(user: object): unknown;
  isAdmin(user: object): boolean;
  readonly rights: Rights;
}

/** The one who asks: an authenticated user, or nobody. */
export interface Caller {
  readonly user: object | null;
  readonly userId: unknown;
}

/** The caller that every kind of missing authentication amounts to. */
export const ANONYMOUS: Caller = Object.freeze({ user: null, userId: undefined });

/** Same as {@link ANONYMOUS}, but somebody was there: a user object without an id, which deserves a hint. */
export const NAMELESS: Caller = Object.freeze({ user: null, userId: undefined });

/**
 * Judges what authentication left. Anonymous are `null`, `undefined`, everything that is not an object, a user
 * whose `isAuthenticated` is `false`, and a user without an id.
 * @throws TypeError for a promise in place of the user or its id, and for an id that could identify nobody
 */
export function callerOf(candidate: unknown, model: Pick<UserModel, 'getUserId'>): Caller {
  if (typeof candidate !== 'object' || candidate === null || isRefused(candidate)) return ANONYMOUS;
  const userId = model.getUserId(candidate);
  if (isMissing(userId)) return NAMELESS;
  assertIdentifies(userId);
  return { user: candidate, userId };
}

function isRefused(candidate: object): boolean {
  if (isThenable(candidate)) throw new TypeError(PROMISED);
  return 'isAuthenticated' in candidate && trustedProperty(candidate, 'isAuthenticated') === false;
}

const PROMISED = 'The user is a promise: await it before it is put on the request, or return it from `getUser`.';

/** Where the id of a user is looked for by default, in this order. */
export const USER_ID_KEYS = ['id', 'sub', 'userId', '_id'] as const;

/** The id under which users are known by default: the first of {@link USER_ID_KEYS} that is there. */
export function defaultUserId(user: object): unknown {
  // nearly every user has it, and nobody has put one on the prototype of them all
  if (!('id' in Object.prototype)) {
    const { id } = user as { readonly id?: unknown };
    if (!isMissing(id)) return id;
  }
  return firstId(user);
}

function firstId(user: object): unknown {
  for (const key of USER_ID_KEYS) {
    const id = trustedProperty(user, key);
    if (!isMissing(id)) return id;
  }
  return undefined;
}

/** Administrators are by default those whose `isStaff` is `true`, as in Django. */
export function defaultIsAdmin(user: object): boolean {
  return trustedProperty(user, 'isStaff') === true;
}

function assertIdentifies(id: unknown): void {
  if (typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint' || isInstance(id)) return;
  throw new TypeError('The id of the user is no value that identifies anybody: `getUserId` answers it, synchronously.');
}

// of a class such as ObjectId; what JSON can spell as an object is no id
function isInstance(id: unknown): boolean {
  return typeof id === 'object' && id !== null && !Array.isArray(id) && !isPlainObject(id) && !('then' in id);
}

function isMissing(id: unknown): boolean {
  return id === undefined || id === null || id === '' || Number.isNaN(id);
}
