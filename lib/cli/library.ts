import type { AuditReport } from '../index.js';
import { CallError } from './call-error.js';
import type { Surroundings } from './surroundings.js';

/** What the command needs of this package. */
export interface Library {
  auditModule(module: object): Promise<AuditReport>;
}

/**
 * The copy of this package that the application uses, for only that one knows its classes; ours, where it has none and
 * Nest is the same.
 * @param file a file of the application
 * @throws CallError where no copy fits
 */
export async function libraryOf(file: string, { self, resolve, load }: Surroundings): Promise<Library> {
  const path = resolve('nestjs-permissions', file);
  if (path === undefined && resolve('@nestjs/core', file) !== resolve('@nestjs/core', self)) {
    throw new CallError(
      'The application has another @nestjs/core than this command. Install nestjs-permissions in the application.',
    );
  }
  const library = (path === undefined ? await import('../index.js') : await load(path)) as Partial<Library>;
  if (typeof library.auditModule !== 'function') {
    throw new CallError('The nestjs-permissions of the application is too old for this command. Update it.');
  }
  return library as Library;
}
