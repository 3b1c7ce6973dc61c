import type { ExecutionContext } from '@nestjs/common';
import { NO_PARAMS } from './message-params.js';
import { ownUser, userOfOperation } from './own-user.js';
import type { MethodlessReader } from './transport-reader.js';

type Arguments = Readonly<Record<string, unknown>> | undefined;

const contextOf = (execution: ExecutionContext): object => Object(execution.getArgByIndex(2)) as object;

/** The request below a GraphQL operation; for one that came over a socket, Nest's drivers put the connection in its place. */
const requestOf = (execution: ExecutionContext): object | undefined => ownObject(contextOf(execution), 'req');

/**
 * Reads the fields of GraphQL operations. The parent entity, which stands where HTTP has its request, is never looked at.
 * State hangs on `info`, which is another for each field and alias, for parallel fields share one context.
 */
export const graphqlReader: MethodlessReader = {
  transport: 'graphql',
  request: (execution) => requestOf(execution) ?? contextOf(execution),
  user(execution) {
    const request = requestOf(execution);
    if (request === undefined) return undefined;
    const ofOperation = userOfOperation(request, execution);
    if (ofOperation !== undefined) return ofOperation;
    const own = ownUser(request);
    if (own !== undefined) return own;
    // where graphql-ws lets a server keep what it knows of a connection
    const extra = ownObject(request, 'extra');
    return extra === undefined ? undefined : ownUser(extra);
  },
  params: (execution) => execution.getArgByIndex<Arguments>(1) ?? NO_PARAMS,
  origin: contextOf,
  carrier: (execution) => execution.getArgByIndex<object>(3),
};

function ownObject(holder: object, key: string): object | undefined {
  const value: unknown = Object.hasOwn(holder, key) ? (holder as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof value === 'object' && value !== null ? value : undefined;
}
