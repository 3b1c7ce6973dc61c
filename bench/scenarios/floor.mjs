import { guardThat } from '../contenders/demands.mjs';
import { handWritten } from '../contenders/hand-written.mjs';
import { ours } from '../contenders/ours.mjs';
import { permissionsOf, treeOf } from '../contenders/permissions.mjs';
import { isEditor, policy } from '../contenders/rules.mjs';
import { user } from '../harness/users.mjs';

/** The ten classes without a library, each with what it answers about `user()`. */
const { IsEditor, ...others } = permissionsOf({ BasePermission: class {} });
const asked = [IsEditor, ...Object.values(others)].map((PermissionClass) => {
  const permission = new PermissionClass();
  return { permission, admits: permission.hasPermission({ user: user() }) };
});

const requests = [
  { status: 200, ask: () => ({ user: user() }) },
  { status: 403, ask: () => ({ user: user({ roles: ['guest'] }) }) },
];

const [editor] = asked;

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
    'and the context is frozen': () => guardThat([editor], 'own', 'judged', 'frozen'),
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
