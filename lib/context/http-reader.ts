import type { ExecutionContext } from '@nestjs/common';
import type { TransportReader } from './transport-reader.js';

interface HttpRequest {
  readonly user?: unknown;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>> | null;
}

const NO_PARAMS = Object.freeze({});

// `getArgByIndex` and not `switchToHttp()`, which allocates on every call
const requestOf = (execution: ExecutionContext): HttpRequest => execution.getArgByIndex<HttpRequest>(0);

/** Reads requests of Express, Fastify and of every adapter that follows their shape. */
export const httpReader: TransportReader = {
  transport: 'http',
  request: requestOf,
  user(execution) {
    const request = requestOf(execution);
    // own only: a user on a prototype belongs to every request
    return Object.hasOwn(request, 'user') ? request.user : undefined;
  },
  method: (execution) => requestOf(execution).method.toUpperCase(),
  params: (execution) => requestOf(execution).params ?? NO_PARAMS,
};
