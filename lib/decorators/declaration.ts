import 'reflect-metadata';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';

/**
 * Where a declaration stands: a class, or a method of a prototype. Not the function: an override, or a decorator that
 * wraps the function, would lose it there, and two classes that inherit one function would share it.
 */
export interface DeclarationSite {
  readonly target: object;
  readonly property: string | symbol | undefined;
}

/** The place a decorator runs at, in words: `PostsController.update`. */
export function describeSite({ target, property }: DeclarationSite): string {
  if (property === undefined) return (target as { name: string }).name;
  return `${target.constructor.name}.${String(property)}`;
}

/**
 * Writes a declaration down, once for each place.
 * @throws PermissionsConfigurationError for a second declaration of the same kind at one place, and for a static method
 */
export function declare(decorator: string, key: string, site: DeclarationSite, declaration: unknown): void {
  const { target, property } = site;
  if (property !== undefined && typeof target === 'function') {
    throw new PermissionsConfigurationError(
      `@${decorator} of ${target.name}.${String(property)}: a static method is no handler.`,
    );
  }
  if (declarationAt(key, site) !== undefined) {
    throw new PermissionsConfigurationError(
      `${describeSite(site)} has @${decorator} twice: keep one, with everything in it.`,
    );
  }
  if (property === undefined) Reflect.defineMetadata(key, declaration, target);
  else Reflect.defineMetadata(key, declaration, target, property);
}

/**
 * Refuses options that do not exist, and values that an option does not have.
 * @param known the check of each option
 * @throws PermissionsConfigurationError naming the place and the option
 */
export function assertOptions(
  where: string,
  options: object,
  known: Readonly<Record<string, (value: unknown) => boolean>>,
): void {
  for (const [name, value] of Object.entries(options)) {
    const isSound = Object.hasOwn(known, name) ? known[name] : undefined;
    if (isSound === undefined) {
      throw new PermissionsConfigurationError(
        `${where}: there is no option "${name}", only ${Object.keys(known).join(' and ')}.`,
      );
    }
    if (!isSound(value))
      throw new PermissionsConfigurationError(`${where}: the option "${name}" cannot be ${String(value)}.`);
  }
}

/** The declaration at exactly this place; what base classes declare is not looked at. */
export function declarationAt(key: string, { target, property }: DeclarationSite): unknown {
  return property === undefined
    ? (Reflect.getOwnMetadata(key, target) as unknown)
    : (Reflect.getOwnMetadata(key, target, property) as unknown);
}
