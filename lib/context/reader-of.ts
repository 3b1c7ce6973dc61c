import type { ExecutionContext } from '@nestjs/common';
import { httpReader } from './http-reader.js';
import type { TransportReader } from './transport-reader.js';

/** The reader of this execution context, or `undefined` for a transport that the library does not know. */
export function readerOf(execution: ExecutionContext): TransportReader | undefined {
  return execution.getType() === 'http' ? httpReader : undefined;
}
