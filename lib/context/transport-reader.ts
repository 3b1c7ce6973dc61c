import type { ExecutionContext } from '@nestjs/common';

/** How a handler was reached. */
export type Transport = 'http' | 'graphql' | 'ws' | 'rpc';

/** Where a context reads what only a request knows, and only when it is asked. */
export interface ContextSource {
  /** `undefined` outside of any request. */
  readonly transport: Transport | undefined;
  /** What the framework calls the request. */
  request(execution: ExecutionContext): object;
  /** The method in upper case. */
  method(execution: ExecutionContext): string;
  /** The parameters as the client sent them. */
  params(execution: ExecutionContext): Readonly<Record<string, unknown>>;
  /** What request-scoped providers belong to, as Nest sees it on this transport; `undefined` outside of any request. */
  origin(execution: ExecutionContext): object | undefined;
}

/** Reads from Nest's execution context what a permission may ask, for one transport. */
export interface TransportReader extends ContextSource {
  readonly transport: Transport;
  /** What authentication left, before it is judged. */
  user(execution: ExecutionContext): unknown;
  /** The object that lives exactly as long as the run of one handler; it carries the state of the invocation. */
  carrier(execution: ExecutionContext): object;
}

/** A reader of a transport that has no methods: a handler either reads or writes, and start-up knows which. */
export type MethodlessReader = Omit<TransportReader, 'method'>;
