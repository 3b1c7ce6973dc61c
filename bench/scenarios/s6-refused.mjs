import { ForbiddenException, UnauthorizedException, UseGuards } from '@nestjs/common';
import { loadingGuard, loadingOurs } from '../contenders/loading-guard.mjs';
import { ours } from '../contenders/ours.mjs';
import { authorOf, isAuthor } from '../contenders/things.mjs';
import { withoutStack } from '../contenders/without-stack.mjs';
import { user } from '../harness/users.mjs';

const saysFalse = () => ({
  on: [UseGuards({ canActivate: (execution) => execution.getArgByIndex(0).user?.isStaff === true })],
});

/** @param make makes what is thrown */
const throws = (make) => ({
  on: [
    UseGuards({
      canActivate(execution) {
        if (execution.getArgByIndex(0).user?.isStaff === true) return true;
        throw make();
      },
    }),
  ],
});

const byRequest = (title, status, Exception, ask, permission) => ({
  title,
  compare: 'whole',
  references: ['return false', 'throw'],
  requests: [
    { status: [status, 403], ask },
    { status: 200, ask: () => ({ user: user({ isStaff: true }) }) },
  ],
  contenders: {
    'no guard': () => ({}),
    'return false': () => saysFalse(),
    throw: () => throws(() => new Exception()),
    'throw without a stack': () => throws(() => withoutStack(Exception)),
    ours: (library) => ours(library, permission(library)),
  },
});

export const unauthorized = byRequest(
  'refused with 401',
  401,
  UnauthorizedException,
  () => ({ user: undefined }),
  (library) => library.IsAdminUser,
);

export const forbidden = byRequest(
  'refused with 403',
  403,
  ForbiddenException,
  () => ({ user: user() }),
  (library) => library.IsAdminUser,
);

export const hidden = {
  title: 'refused with a 404 that hides the object',
  compare: 'whole',
  references: ['return false', 'throw'],
  requests: [
    { status: [404, 403], ask: () => ({ user: user(), id: '10000' }) },
    { status: 200, ask: () => ({ user: user() }) },
  ],
  contenders: {
    'no guard': () => ({}),
    'return false': () => loadingGuard(isAuthor, 'false'),
    throw: () => loadingGuard(isAuthor, 'hidden'),
    'throw without a stack': () => loadingGuard(isAuthor, 'stackless'),
    ours: (library) => loadingOurs(library, authorOf(library), { denyObjectAs: 'not-found' }),
  },
};
