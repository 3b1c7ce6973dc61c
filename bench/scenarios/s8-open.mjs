import { empty } from '../contenders/hand-written.mjs';
import { ours } from '../contenders/ours.mjs';

export default {
  title: 'open to everybody',
  compare: 'whole',
  references: ['empty guard'],
  requests: [{ status: 200, ask: () => ({ user: undefined }) }],
  contenders: {
    'no guard': () => ({}),
    'empty guard': () => empty(),
    ours: (library) => ours(library, library.AllowAny),
  },
};
