import { Param, UseInterceptors, createParamDecorator, ForbiddenException } from '@nestjs/common';
import { map } from 'rxjs';
import { authorOf, firstThings, isAuthor } from '../contenders/things.mjs';
import { user } from '../harness/users.mjs';

export const list = { parameters: [Param('id')], handle: (count) => firstThings(Number(count)) };
const User = createParamDecorator((_data, execution) => execution.getArgByIndex(0).user);

function checkAll(caller, things) {
  for (const thing of things) if (!isAuthor(caller, thing)) throw new ForbiddenException();
  return things;
}

/** What a good engineer writes where the check is to stay out of the handler. */
export const checkingInterceptor = {
  intercept(execution, next) {
    const caller = execution.getArgByIndex(0).user;
    return next.handle().pipe(map((things) => checkAll(caller, things)));
  },
};

export const checkReturned = (library, permission) => ({
  ...list,
  on: [library.Permissions(permission), library.CheckReturned()],
  imports: [library.PermissionsModule.forRoot()],
});

/** @param count how many things the request asks for */
export const listOf = (count) => ({
  title: `list of ${count} returned entities checked`,
  references: ['interceptor with a loop', 'loop in the handler'],
  requests: [
    { status: 200, ask: () => ({ user: user(), id: String(count) }) },
    { status: [403, 404], ask: () => ({ user: user({ id: 8 }), id: String(count) }) },
  ],
  contenders: {
    'no guard': () => list,
    'loop in the handler': () => ({
      parameters: [Param('id'), User()],
      handle: (size, caller) => checkAll(caller, firstThings(Number(size))),
    }),
    'interceptor with a loop': () => ({ ...list, on: [UseInterceptors(checkingInterceptor)] }),
    ours: (library) => checkReturned(library, authorOf(library)),
    'ours, where()': (library) => checkReturned(library, library.isOwner('authorId')),
  },
});

export const hundred = listOf(100);
