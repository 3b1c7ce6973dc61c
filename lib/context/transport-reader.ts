import type { ExecutionContext } from '@nestjs/common';

/** How a handler was reached. */
export type Transport = 'http';

/** Where a context reads what only a request knows, and only when it is asked. */
export interface ContextSource {
  /** `undefined` outside of any request. */
  readonly transport: Transport | undefined;
  /** The object that lives exactly as long as the request; it carries the state of the invocation. */
  request(execution: ExecutionContext): object;
  /** The method in upper case. */
  method(execution: ExecutionContext): string;
  /** The parameters as the client sent them. */
  params(execution: ExecutionContext): Readonly<Record<string, unknown>>;
}

/** Reads from Nest's execution context what a permission may ask, for one transport. */
export interface TransportReader extends ContextSource {
  readonly transport: Transport;
  /** What authentication left, before it is judged. */
  user(execution: ExecutionContext): unknown;
}
