import type { ExecutionContext } from '@nestjs/common';

/** How a handler was reached. */
export type Transport = 'http';

/** Reads from Nest's execution context what a permission may ask, for one transport. */
export interface TransportReader {
  readonly transport: Transport;
  /** The object that lives exactly as long as the request; it carries the state of the invocation. */
  request(execution: ExecutionContext): object;
  /** What authentication left, before it is judged. */
  user(execution: ExecutionContext): unknown;
  /** The method in upper case. */
  method(execution: ExecutionContext): string;
  /** The parameters as the client sent them. */
  params(execution: ExecutionContext): Readonly<Record<string, unknown>>;
}
