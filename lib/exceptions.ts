import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { Refusal } from './decision/refusal.js';

/** A refusal. Its body is Nest's own, plus a code; its cause names the rule, for filters and logs. */
export class PermissionDenied extends HttpException {
  /** A stable word for programs, as in the body. */
  readonly code: string;

  constructor({ status, message, code, denial }: Refusal) {
    const error = STATUS_CODES[status] ?? 'Error';
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

/** The exception for a refusal, without the cost of a captured stack, which would say nothing. */
export function exceptionFor(refusal: Refusal): PermissionDenied {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    if (refusal.status === 401) return new NotAuthenticated(refusal);
    return refusal.status === 404 ? new ObjectNotFound(refusal) : new PermissionDenied(refusal);
  } finally {
    Error.stackTraceLimit = limit;
  }
}
