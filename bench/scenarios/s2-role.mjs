import { docsCasl } from '../contenders/docs-casl.mjs';
import { docsRoles } from '../contenders/docs-roles.mjs';
import { handWritten, inline } from '../contenders/hand-written.mjs';
import { accessControlRead } from '../contenders/nest-access-control.mjs';
import { nestCaslRead } from '../contenders/nest-casl.mjs';
import { ours } from '../contenders/ours.mjs';
import { isEditor } from '../contenders/rules.mjs';
import { Thing } from '../contenders/things.mjs';
import { user } from '../harness/users.mjs';

export default {
  title: 'role',
  requests: [
    { status: 200, ask: () => ({ user: user() }) },
    { status: 403, ask: () => ({ user: user({ roles: ['guest'] }) }) },
  ],
  contenders: {
    'no guard': () => ({}),
    inline: () => inline(isEditor),
    'hand-written': () => handWritten(isEditor),
    ours: (library) => ours(library, library.hasRole('editor')),
    'no guard, one of 5,000 routes': () => ({ further: 5_000 }),
    'ours, one of 5,000 routes': (library) => ({ ...ours(library, library.hasRole('editor')), further: 5_000 }),
    'docs RolesGuard': () => docsRoles('editor'),
    'docs CASL': () =>
      docsCasl(
        (caller, can) => isEditor(caller) && can('read', 'Thing'),
        (ability) => ability.can('read', 'Thing'),
      ),
    'nest-casl': () => nestCaslRead({ editor: ({ can }) => can('read', Thing) }),
    'nest-access-control': () => accessControlRead('editor'),
  },
};
