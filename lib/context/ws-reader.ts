import type { ExecutionContext } from '@nestjs/common';
import { messageCarrier } from './message-carrier.js';
import { paramsIn } from './message-params.js';
import { ownUser, userOfOperation } from './own-user.js';
import type { MethodlessReader } from './transport-reader.js';

const clientOf = (execution: ExecutionContext): object => execution.getArgByIndex<object>(0);

/** The user on the bag that socket.io gives every socket. */
function userInData(client: object): unknown {
  const data: unknown = Object.hasOwn(client, 'data') ? (client as { readonly data: unknown }).data : undefined;
  return typeof data === 'object' && data !== null ? ownUser(data) : undefined;
}

/** Reads the messages of gateways, whatever the adapter. Nothing of a message stays on its socket. */
export const wsReader: MethodlessReader = {
  transport: 'ws',
  request: clientOf,
  user(execution) {
    const client = clientOf(execution);
    const ofMessage = userOfOperation(client, execution);
    if (ofMessage !== undefined) return ofMessage;
    const own = ownUser(client);
    return own === undefined ? userInData(client) : own;
  },
  params: (execution) => paramsIn(execution.getArgByIndex(1)),
  origin: clientOf,
  // Nest reads the pattern from the end
  carrier: (execution) => messageCarrier(execution, 'before-last'),
};
