import type { ExecutionContext } from '@nestjs/common';
import type { ContextSource } from './permission-context.js';
import type { Transport, TransportReader } from './transport-reader.js';

/** A context source that reads the running request, and only when it is asked. */
export class RequestSource implements ContextSource {
  constructor(
    private readonly reader: TransportReader,
    private readonly execution: ExecutionContext,
  ) {}

  get transport(): Transport {
    return this.reader.transport;
  }

  request(): object {
    return this.reader.request(this.execution);
  }

  method(): string {
    return this.reader.method(this.execution);
  }

  params(): Readonly<Record<string, unknown>> {
    return this.reader.params(this.execution);
  }
}
