import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { Refusal } from './decision/refusal.js';

/** A refusal. Its body is Nest's own, plus a code; its cause names the rule, for filters and logs. */
export class PermissionDenied extends HttpException {
  /** A stable word for programs, as in the body. */
  readonly code: string;

  constructor({ status, message, code, denial }: Refusal) {
    const error = reasonPhrase(status);
    // the body says everything, so that Nest 11 and 12 answer the same
    super({ statusCode: status, error, message, code }, status, { cause: denial, description: error });
    this.message = message;
    this.code = code;
  }
}

/** A refusal of a caller who is nobody yet: 401. */
export class NotAuthenticated extends PermissionDenied {}

/** The object does not exist, or the caller must not learn that it does: 404. */
export class ObjectNotFound extends PermissionDenied {}

/** The exception for a refusal. */
export function exceptionFor(refusal: Refusal): PermissionDenied {
  return withoutStack(() => {
    if (refusal.status === 401) return new NotAuthenticated(refusal);
    return refusal.status === 404 ? new ObjectNotFound(refusal) : new PermissionDenied(refusal);
  });
}

/** Makes an error without the cost of a captured stack, which would say nothing. */
export function withoutStack<E extends Error>(make: () => E): E {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/**
 * A refusal as GraphQL clients know errors: `extensions.code` is the usual word for its status, `extensions.originalError`
 * the body that HTTP would answer. Nest's driver puts the body there too, but calls every status that it does not know
 * an internal error: it recognises them by the `statusCode` of the response, which is left out here.
 */
export function asGraphqlError(denied: PermissionDenied): PermissionDenied {
  const { message, code } = denied;
  const statusCode = denied.getStatus();
  const error = reasonPhrase(statusCode);
  return Object.assign(denied, {
    response: { error, message, code },
    extensions: {
      code: statusCode === 401 ? 'UNAUTHENTICATED' : error.toUpperCase().replaceAll(' ', '_'),
      originalError: { statusCode, error, message, code },
    },
  });
}

function reasonPhrase(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}
