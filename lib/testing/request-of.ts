import type { ExecutionContext } from '@nestjs/common';

interface Request {
  user?: unknown;
}

/** The request, which stands below a GraphQL operation; the socket of a message, or the context of one of a microservice. */
export function requestOf(execution: ExecutionContext): Request {
  const type: string = execution.getType();
  if (type === 'graphql') {
    const context = execution.getArgByIndex<Request & { readonly req?: Request }>(2);
    return context.req ?? context;
  }
  return execution.getArgByIndex<Request>(type === 'rpc' ? 1 : 0);
}

/** Leaves the user where authentication would. Not on sockets, which outlive what is asked of them. */
export function leaveUser(execution: ExecutionContext, user: unknown): void {
  const request = requestOf(execution);
  const type: string = execution.getType();
  if (type !== 'ws' && !('extra' in request)) request.user = user;
}
