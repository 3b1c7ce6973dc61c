import { HttpException, HttpStatus } from '@nestjs/common';

/** Too many requests: 429. */
export class Throttled extends HttpException {
  /** A stable word for programs, as in the body. */
  readonly code = 'throttled';

  /** @param retryAfter when to try again, in seconds; `undefined` where nobody knows */
  constructor(readonly retryAfter: number | undefined) {
    const message =
      retryAfter === undefined ? 'Too many requests.' : `Too many requests. Try again in ${inWords(retryAfter)}.`;
    const error = 'Too Many Requests';
    const statusCode = HttpStatus.TOO_MANY_REQUESTS;
    super({ statusCode, error, message, code: 'throttled' }, statusCode, { description: error });
    this.message = message;
  }
}

function inWords(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
