import type { ExecutionContext } from '@nestjs/common';
import { messageCarrier } from './message-carrier.js';
import { paramsIn } from './message-params.js';
import { ownUser } from './own-user.js';
import type { MethodlessReader } from './transport-reader.js';

// a custom transport need not have any
const contextOf = (execution: ExecutionContext): object => Object(execution.getArgByIndex(1)) as object;

/** Reads messages and events of microservices. What the sender wrote into the payload is never who the sender is. */
export const rpcReader: MethodlessReader = {
  transport: 'rpc',
  request: contextOf,
  user: (execution) => ownUser(contextOf(execution)),
  params: (execution) => paramsIn(execution.getArgByIndex(0)),
  // what Nest gives to request-scoped controllers, which it makes for every message
  origin: (execution) => ({ data: execution.getArgByIndex<unknown>(0), context: contextOf(execution) }),
  carrier: (execution) => messageCarrier(execution, 'last'),
};
