import type { ExecutionContext, INestApplicationContext } from '@nestjs/common';
import { guardsOf } from './guards-of.js';
import { overruleGuard } from './overrule-guard.js';
import { requestOf } from './request-of.js';

/** The user of all requests, `null` for a guest; or a function of the request that answers one of these. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- its type is the adapter's
export type ForcedUser = object | null | ((request: any) => object | null);

/** What all permission guards of an application share, and read anew for every request. */
interface Authorizer {
  options: object;
  callerOf(user: unknown): { readonly user: object | null };
  [RESTORE]?: (() => void) | undefined;
}

const AUTHORIZER: unique symbol = Symbol.for('nestjs-permissions:authorizer');
const RESTORE: unique symbol = Symbol.for('nestjs-permissions:restore-authentication');

/**
 * Takes all requests of an application for those of this user, whatever authentication says of them. A guard that refuses
 * a user with 401 is overruled; every other refusal stands, and so does that of a guard that wants no guests. Out of
 * reach are middleware, guards that are request-scoped, and guards that `@UseGuards()` is given as instances.
 * @param user `undefined` to let authentication decide again
 * @returns a function that lets authentication decide again
 * @throws Error when NODE_ENV is `production`; TypeError for a user who would count as anonymous
 * @see https://www.django-rest-framework.org/api-guide/testing/#forcing-authentication
 */
export function forceAuthenticate(app: INestApplicationContext, user: ForcedUser | undefined): () => void {
  if (process.env['NODE_ENV'] === 'production')
    throw new Error('forceAuthenticate() is for tests: NODE_ENV is production.');
  const authorizer = app.get<Authorizer>(AUTHORIZER, { strict: false });
  const restore = (): void => {
    authorizer[RESTORE]?.();
    authorizer[RESTORE] = undefined;
  };
  const somebody = (candidate: unknown): object | null => {
    if (candidate === null || authorizer.callerOf(candidate).user !== null) return candidate as object | null;
    throw new TypeError(
      'forceAuthenticate(): the user counts as anonymous. Give it an id that the option `getUserId` finds, or null for a guest.',
    );
  };
  if (typeof user !== 'function' && user !== undefined) somebody(user);
  restore();
  if (user === undefined) return restore;
  const userOf = (execution: ExecutionContext): object | null =>
    typeof user === 'function' ? somebody((user as (request: unknown) => unknown)(requestOf(execution))) : user;
  const { options } = authorizer;
  authorizer.options = { ...options, getUser: userOf };
  const restorers = [...guardsOf(app)].map((guard) => overruleGuard(guard, userOf));
  authorizer[RESTORE] = () => {
    authorizer.options = options;
    for (const each of restorers) each();
  };
  return restore;
}
