import { createRequire } from 'node:module';

/** The path of a package as this file would import it, if it has it. */
export function packagePath(name: string, file: string): string | undefined {
  try {
    return createRequire(file).resolve(name);
  } catch {
    return undefined;
  }
}
