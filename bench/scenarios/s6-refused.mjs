import { ForbiddenException, UnauthorizedException, UseGuards } from '@nestjs/common';
import { loadingGuard, loadingOurs } from '../contenders/loading-guard.mjs';
import { ours } from '../contenders/ours.mjs';
import { authorOf, isAuthor } from '../contenders/things.mjs';
import { user } from '../harness/users.mjs';

const saysFalse = () => ({
  on: [UseGuards({ canActivate: (execution) => execution.getArgByIndex(0).user?.isStaff === true })],
});

const throws = (Exception) => ({
  on: [
    UseGuards({
      canActivate(execution) {
        if (execution.getArgByIndex(0).user?.isStaff === true) return true;
        throw new Exception();
      },
    }),
  ],
});

const byRequest = (title, status, ask, permission) => ({
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
    throw: () => throws(status === 401 ? UnauthorizedException : ForbiddenException),
    ours: (library) => ours(library, permission(library)),
  },
});

export const unauthorized = byRequest(
  'refused with 401',
  401,
  () => ({ user: undefined }),
  (library) => library.IsAdminUser,
);

export const forbidden = byRequest(
  'refused with 403',
  403,
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
    ours: (library) => loadingOurs(library, authorOf(library), { denyObjectAs: 'not-found' }),
  },
};
