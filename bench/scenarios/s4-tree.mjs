import { docsCasl } from '../contenders/docs-casl.mjs';
import { handWritten, inline } from '../contenders/hand-written.mjs';
import { ours } from '../contenders/ours.mjs';
import { treeOf } from '../contenders/permissions.mjs';
import { policy } from '../contenders/rules.mjs';
import { user } from '../harness/users.mjs';

export default {
  title: 'and, or, not of ten rules, all asked',
  requests: [
    { status: 200, ask: () => ({ user: user() }) },
    { status: 403, ask: () => ({ user: user({ suspended: true }) }) },
  ],
  contenders: {
    'no guard': () => ({}),
    inline: () => inline(policy),
    'hand-written': () => handWritten(policy),
    ours: (library) => ours(library, treeOf(library)),
    'docs CASL': () =>
      docsCasl(
        (caller, can) => policy(caller) && can('read', 'Thing'),
        (ability) => ability.can('read', 'Thing'),
      ),
  },
};
