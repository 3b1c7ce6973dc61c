import type { HttpException } from '@nestjs/common';
import type { Transport } from './context/transport-reader.js';
import { asGraphqlError, PermissionDenied, withoutStack } from './exceptions.js';
import { firstLine } from './policy/first-line.js';

type ExceptionClass = new (error: object) => Error;

/** A package that need not be installed, and how to get its exception. */
interface OptionalPackage {
  readonly name: string;
  readonly load: () => Promise<ExceptionClass>;
}

const PACKAGES: Readonly<Partial<Record<Transport, OptionalPackage>>> = {
  ws: {
    name: '@nestjs/websockets',
    load: async () => (await import('@nestjs/websockets')).WsException,
  },
  rpc: {
    name: '@nestjs/microservices',
    load: async () => (await import('@nestjs/microservices')).RpcException,
  },
};

/** Turns what HTTP answers into what each transport answers; all of them tell the same status, message and code. */
export class TransportExceptions {
  private readonly loaded = new Map<Transport, ExceptionClass>();

  constructor(private readonly packages: Readonly<Partial<Record<Transport, OptionalPackage>>> = PACKAGES) {}

  /** Loads what refusals over these transports need, and says what cannot be loaded. To be done before the first message. */
  async prepare(transports: ReadonlySet<Transport>): Promise<readonly string[]> {
    const problems: string[] = [];
    for (const transport of transports) {
      const needed = this.packages[transport];
      if (needed === undefined) continue;
      try {
        this.loaded.set(transport, await needed.load());
      } catch (error) {
        problems.push(
          `The handlers of ${transport} messages need ${needed.name}, which cannot be loaded: install it. (${firstLine(error)})`,
        );
      }
    }
    return problems;
  }

  /** The error to throw over this transport; it has the cause of the given one. */
  of(error: HttpException, transport: string): Error {
    if (transport === 'graphql') return error instanceof PermissionDenied ? asGraphqlError(error) : error;
    const exceptionClass = this.loaded.get(transport as Transport);
    if (exceptionClass === undefined) return error;
    const { cause } = error;
    return withoutStack(() => Object.assign(new exceptionClass(bodyOf(error)), { cause }));
  }
}

/** What a refusal tells, in the shape that HTTP answers. */
export function bodyOf(error: HttpException): object {
  const response = error.getResponse();
  const body = typeof response === 'object' ? response : { message: response };
  return { statusCode: error.getStatus(), ...body };
}
