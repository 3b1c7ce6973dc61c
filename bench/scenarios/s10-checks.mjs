import { createParamDecorator, ForbiddenException } from '@nestjs/common';
import { authorOf, firstThings, isAuthor } from '../contenders/things.mjs';
import { user } from '../harness/users.mjs';
import { listOf } from './s9-list.mjs';

const COUNT = 10_000;
const User = createParamDecorator((_data, execution) => execution.getArgByIndex(0).user);

/** What a good engineer's `check` does that may have to wait. */
async function checkOne(caller, thing) {
  if (!isAuthor(caller, thing)) throw new ForbiddenException();
  return thing;
}

async function checkEach(check) {
  let checked = 0;
  for (const thing of firstThings(COUNT)) if (await check(thing)) checked++;
  return checked;
}

/** The handler asks about every object by itself, with `await`. */
export const asked = {
  title: '10,000 objects checked by the handler, one by one',
  references: ['awaited loop in the handler', 'loop in the handler'],
  requests: [
    { status: 200, ask: () => ({ user: user() }) },
    { status: 403, ask: () => ({ user: user({ id: 8 }) }) },
  ],
  contenders: {
    'no guard': () => ({ handle: () => firstThings(COUNT).length }),
    'loop in the handler': () => ({
      parameters: [User()],
      handle: (caller) => {
        for (const thing of firstThings(COUNT)) if (!isAuthor(caller, thing)) throw new ForbiddenException();
        return COUNT;
      },
    }),
    'awaited loop in the handler': () => ({
      parameters: [User()],
      handle: (caller) => checkEach((thing) => checkOne(caller, thing)),
    }),
    ours: (library) => ({
      on: [library.Permissions(authorOf(library))],
      parameters: [library.CheckObject()],
      handle: checkEach,
      imports: [library.PermissionsModule.forRoot()],
    }),
  },
};

/** The library checks what the handler returned. */
export const returned = listOf(COUNT);
