import type { Abstract, PipeTransform, Type } from '@nestjs/common';
import type { PermissionContext } from '../context/permission-context.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import { assertOptions, declare, describeSite } from './declaration.js';

/** The metadata key of {@link LoadObject}. */
export const LOAD_OBJECT = 'nestjs-permissions:load-object';

/** How a refusal that depends on the object looks: as what it is, or as if there were no object. */
export type DenyObjectAs = 'forbidden' | 'not-found';

/** A pipe, or its class. */
export type ParamPipe = PipeTransform | Type<PipeTransform>;

// without null and undefined, which are refused: Nest's own pipes have them in their types, for optional parameters
type PipedBy<P> =
  P extends Type<infer I>
    ? PipedBy<I>
    : P extends PipeTransform
      ? NonNullable<Awaited<ReturnType<P['transform']>>>
      : never;

/**
 * The route's parameters as a loader gets them: what its pipe answers where one is named, else the string that was sent.
 * Beside named ones the others are `unknown`, for TypeScript cannot say "every other name".
 */
export type LoadedParams<Pipes> = string extends keyof Pipes
  ? Readonly<Record<string, string>>
  : { readonly [Name in keyof Pipes]: PipedBy<Pipes[Name]> } & Readonly<Record<string, unknown>>;

/** Options of {@link LoadObject}. */
export interface LoadObjectOptions<Pipes extends Readonly<Record<string, ParamPipe>>> {
  /** A pipe for each parameter of the route that is no plain string. */
  readonly params?: Pipes;
  /** Overrides the option of the module for the objects that this loader loads. */
  readonly denyObjectAs?: DenyObjectAs;
}

const OPTIONS = {
  params: (value: unknown) => typeof value === 'object' && value !== null && Object.values(value).every(isPipe),
  denyObjectAs: (value: unknown) => value === 'forbidden' || value === 'not-found',
};

/** What {@link LoadObject} writes down. */
export interface LoadObjectDeclaration {
  readonly service: Type | Abstract<unknown>;
  readonly load: (service: unknown, params: Readonly<Record<string, unknown>>, context: PermissionContext) => unknown;
  readonly pipes: Readonly<Record<string, ParamPipe>>;
  readonly denyObjectAs: DenyObjectAs | undefined;
}

/**
 * Says how the object of an action is loaded, for one handler, or for every handler of the class that injects
 * `@LoadedObject()`. The guard loads it once, checks it, and hands it over before anything else runs.
 * @param service the provider that loads, found by dependency injection from the controller's module
 * @param load gets the service, the route's parameters and the context; answers the object, or nothing
 * @throws PermissionsConfigurationError for a service or a function that is undefined, and for unknown options
 */
export function LoadObject<S, Pipes extends Readonly<Record<string, ParamPipe>> = Readonly<Record<string, never>>>(
  service: Type<S> | Abstract<S>,
  load: (service: S, params: LoadedParams<Pipes>, context: PermissionContext) => unknown,
  options: LoadObjectOptions<Pipes> = {},
): ClassDecorator & MethodDecorator {
  return (target: object, property?: string | symbol) => {
    const site = { target, property };
    const where = `@LoadObject() of ${describeSite(site)}`;
    if (typeof service !== 'function') {
      throw new PermissionsConfigurationError(
        `${where}: the service is ${String(service)}; two files import each other, most likely.`,
      );
    }
    if (typeof load !== 'function')
      throw new PermissionsConfigurationError(`${where}: the second argument must be a function.`);
    assertOptions(where, options, OPTIONS);
    const declaration: LoadObjectDeclaration = {
      service,
      load: load as LoadObjectDeclaration['load'],
      pipes: Object.freeze({ ...options.params }),
      denyObjectAs: options.denyObjectAs,
    };
    declare('LoadObject()', LOAD_OBJECT, site, Object.freeze(declaration));
  };
}

function isPipe(pipe: unknown): boolean {
  if (typeof pipe === 'function')
    return typeof (pipe.prototype as { transform?: unknown } | undefined)?.transform === 'function';
  return typeof (pipe as { transform?: unknown } | null | undefined)?.transform === 'function';
}
