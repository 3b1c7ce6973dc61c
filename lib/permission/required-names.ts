import { PermissionsConfigurationError } from './permissions-configuration-error.js';

/** Checks the arguments of a permission factory: at least one name, each a string that is not empty. */
export function requiredNames(factory: string, names: readonly unknown[]): readonly string[] {
  if (names.length === 0 || !names.every((name) => typeof name === 'string' && name !== '')) {
    throw new PermissionsConfigurationError(`${factory}() takes one or more names, such as ${factory}('editor').`);
  }
  return Object.freeze([...(names as string[])]);
}

/** Names as a developer writes them. Escaped, because a label stands for the permission: two must never look alike. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name.replace(/[\\']/g, '\\$&')}'`).join(', ');
}
