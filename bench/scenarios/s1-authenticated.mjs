import { docsCasl } from '../contenders/docs-casl.mjs';
import { docsRoles } from '../contenders/docs-roles.mjs';
import { empty, handWritten, inline } from '../contenders/hand-written.mjs';
import { accessControlRead } from '../contenders/nest-access-control.mjs';
import { nestCaslRead } from '../contenders/nest-casl.mjs';
import { ours } from '../contenders/ours.mjs';
import { Thing } from '../contenders/things.mjs';
import { user } from '../harness/users.mjs';

const isAuthenticated = (caller) => caller !== undefined;

export default {
  title: 'authenticated',
  requests: [
    { status: 200, ask: () => ({ user: user() }) },
    { status: [401, 403], ask: () => ({ user: undefined }) },
  ],
  contenders: {
    'no guard': () => ({}),
    'empty guard': () => empty(),
    inline: () => inline(isAuthenticated),
    'hand-written': () => handWritten(isAuthenticated),
    ours: (library) => ours(library, library.IsAuthenticated),
    'docs RolesGuard': () => docsRoles('reader'),
    'docs CASL': () =>
      docsCasl(
        (caller, can) => caller && can('read', 'Thing'),
        (ability) => ability.can('read', 'Thing'),
      ),
    'nest-casl': () => nestCaslRead({ everyone: ({ can }) => can('read', Thing) }),
    'nest-access-control': () => accessControlRead('reader'),
  },
};
