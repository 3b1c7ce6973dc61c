import { NotFoundException } from '@nestjs/common';

/** The answer of a write that touched no row, which is that of a row that is not there. */
export class NoSuchRow extends NotFoundException {
  constructor() {
    super({ statusCode: 404, error: 'Not Found', message: 'The requested object does not exist.', code: 'not_found' });
  }
}

/** Between the check of an object and the write, somebody may have deleted it, or made it somebody else's. */
export function expectOneRow({ affected }: { affected?: number | null }): void {
  if (affected !== 1) throw new NoSuchRow();
}
