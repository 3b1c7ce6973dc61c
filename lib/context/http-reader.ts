import type { ExecutionContext } from '@nestjs/common';
import { NO_PARAMS } from './message-params.js';
import { ownUser } from './own-user.js';
import type { TransportReader } from './transport-reader.js';

interface HttpRequest {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>> | null;
}

// `getArgByIndex` and not `switchToHttp()`, which allocates on every call
const requestOf = (execution: ExecutionContext): HttpRequest => execution.getArgByIndex<HttpRequest>(0);

/** Reads requests of Express, Fastify and of every adapter that follows their shape. */
export const httpReader: TransportReader = {
  transport: 'http',
  request: requestOf,
  user: (execution) => ownUser(requestOf(execution)),
  method: (execution) => requestOf(execution).method.toUpperCase(),
  params: (execution) => requestOf(execution).params ?? NO_PARAMS,
  origin: requestOf,
  carrier: requestOf,
};
