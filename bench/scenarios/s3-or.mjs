import { docsCasl } from '../contenders/docs-casl.mjs';
import { docsRoles } from '../contenders/docs-roles.mjs';
import { handWritten, inline } from '../contenders/hand-written.mjs';
import { anyGuard } from '../contenders/or-guard.mjs';
import { ours } from '../contenders/ours.mjs';
import { anyOf } from '../contenders/permissions.mjs';
import { isEditor, isLocal, isStaff, oneOfThree } from '../contenders/rules.mjs';
import { user } from '../harness/users.mjs';

export default {
  title: 'one of three rules, of which the last grants',
  requests: [
    { status: 200, ask: () => ({ user: user() }) },
    { status: 403, ask: () => ({ user: user({ roles: ['guest'] }) }) },
  ],
  contenders: {
    'no guard': () => ({}),
    inline: () => inline(oneOfThree),
    'hand-written': () => handWritten(oneOfThree),
    ours: (library) => ours(library, anyOf(library)),
    'docs RolesGuard': () => docsRoles('staff', 'local', 'editor'),
    'docs CASL': () =>
      docsCasl(
        (caller, can) => {
          if (isStaff(caller)) can('manage', 'Thing');
          if (isLocal(caller)) can('list', 'Thing');
          if (isEditor(caller)) can('read', 'Thing');
        },
        (ability) => ability.can('manage', 'Thing') || ability.can('list', 'Thing') || ability.can('read', 'Thing'),
      ),
    'or-guard': () => anyGuard(isStaff, isLocal, isEditor),
  },
};
