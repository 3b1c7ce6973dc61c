import type { ExecutionContext } from '@nestjs/common';
import { graphqlReader } from './graphql-reader.js';
import { httpReader } from './http-reader.js';
import { rpcReader } from './rpc-reader.js';
import type { Transport, TransportReader } from './transport-reader.js';
import { wsReader } from './ws-reader.js';

const METHODLESS = { graphql: graphqlReader, ws: wsReader, rpc: rpcReader } as const;

/**
 * The reader for the handlers of a transport.
 * @param method what stands for the HTTP method, where the transport has none
 */
export function readerFor(transport: Transport, method: string | undefined): TransportReader {
  if (transport === 'http') return httpReader;
  return { ...METHODLESS[transport], method: () => method as string };
}

/** What carries the state of this invocation, or `undefined` for a transport that the library does not know. */
export function carrierOf(execution: ExecutionContext): object | undefined {
  const type: string = execution.getType();
  if (type === 'http') return httpReader.carrier(execution);
  return isMethodless(type) ? METHODLESS[type].carrier(execution) : undefined;
}

/** Whether the library knows this transport. */
export function isTransport(type: string): type is Transport {
  return type === 'http' || isMethodless(type);
}

function isMethodless(type: string): type is keyof typeof METHODLESS {
  return Object.hasOwn(METHODLESS, type);
}
