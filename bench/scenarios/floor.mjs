import { UseGuards, UseInterceptors } from '@nestjs/common';
import { guardThat, interceptorThatAsks, loadingGuardThat } from '../contenders/demands.mjs';
import { handWritten } from '../contenders/hand-written.mjs';
import { loadingGuard, loadingOurs } from '../contenders/loading-guard.mjs';
import { ours } from '../contenders/ours.mjs';
import { permissionsOf, treeOf } from '../contenders/permissions.mjs';
import { isEditor, policy } from '../contenders/rules.mjs';
import { authorOf, isAuthor } from '../contenders/things.mjs';
import { user } from '../harness/users.mjs';
import s5 from './s5-object.mjs';
import { checkingInterceptor, checkReturned, hundred, list } from './s9-list.mjs';

/** The ten classes without a library, each with what it answers about `user()`. */
const { IsEditor, ...others } = permissionsOf({ BasePermission: class {} });
const asked = [IsEditor, ...Object.values(others)].map((PermissionClass) => {
  const permission = new PermissionClass();
  return { permission, admits: permission.hasPermission({ user: user() }) };
});
const [editor] = asked;
const author = new (authorOf({ BasePermission: class {} }))();

const requests = [
  { status: 200, ask: () => ({ user: user() }) },
  { status: 403, ask: () => ({ user: user({ roles: ['guest'] }) }) },
];

/** What each promise of the library costs a guard written by hand. */
export const one = {
  title: 'where the floor is, for one rule',
  requests,
  contenders: {
    'no guard': () => ({}),
    'hand-written': () => handWritten(isEditor),
    'a class is asked': () => guardThat([editor]),
    'and the user is of the request itself': () => guardThat([editor], 'own'),
    'and is judged': () => guardThat([editor], 'own', 'judged'),
    'and the policy is found': () => guardThat([editor], 'own', 'judged', 'policy'),
    'and the rule may ask for all': () => guardThat([editor], 'own', 'judged', 'policy', 'question'),
    ours: (library) => ours(library, permissionsOf(library).IsEditor),
  },
};

/** Ten rules cannot be inlined where they are data. */
export const ten = {
  title: 'where the floor is, for ten rules',
  requests,
  contenders: {
    'no guard': () => ({}),
    'hand-written': () => handWritten(policy),
    'ten classes are asked': () => guardThat(asked),
    'and the user is judged': () => guardThat(asked, 'own', 'judged'),
    'and each has a context of its own': () => guardThat(asked, 'own', 'judged', 'own contexts'),
    'or all have a frozen one': () => guardThat(asked, 'own', 'judged', 'frozen'),
    ours: (library) => ours(library, treeOf(library)),
  },
};

/** The same for a guard that loads. */
export const loaded = {
  title: 'where the floor is, for a loaded object',
  requests: s5.requests,
  contenders: {
    'no guard': s5.contenders['no guard'],
    'hand-written': () => loadingGuard(isAuthor),
    'a class is asked': () => loadingGuardThat(author),
    'and the user is judged': () => loadingGuardThat(author, 'judged'),
    'and the rule may ask for all': () => loadingGuardThat(author, 'judged', 'question'),
    'and no parameter can be missing': () => loadingGuardThat(author, 'judged', 'question', 'strict'),
    ours: (library) => loadingOurs(library, authorOf(library)),
  },
};

/** The same for a list that is checked when it is returned. */
export const listed = {
  title: 'where the floor is, for a list of 100',
  references: ['interceptor with a loop'],
  requests: hundred.requests,
  contenders: {
    'no guard': () => list,
    'interceptor with a loop': () => ({ ...list, on: [UseInterceptors(checkingInterceptor)] }),
    'and a guard before it': () => ({
      ...list,
      on: [UseGuards({ canActivate: () => true }), UseInterceptors(checkingInterceptor)],
    }),
    'and a class is asked about each': () => ({
      ...list,
      on: [UseGuards({ canActivate: () => true }), UseInterceptors(interceptorThatAsks(author))],
    }),
    ours: (library) => checkReturned(library, authorOf(library)),
  },
};
