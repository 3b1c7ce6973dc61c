import { RequestMethod, type Type, VERSION_NEUTRAL, VersioningType } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import type { Handler, HostModule } from '../policy/handler-source.js';

/** Everything that the path of a route is made of. */
interface RouteParts {
  readonly controller: Type;
  readonly handler: Handler;
  readonly host: HostModule;
  readonly requestMethod: RequestMethod;
}

/** The paths under which a handler is reached: global prefix, version, module, controller and method. */
export function routePaths(parts: RouteParts, config: ApplicationConfig, applicationId: string): readonly string[] {
  const { controller, handler, host } = parts;
  const modulePath =
    metadata<string>(`__module_path__${applicationId}`, host.metatype) ?? metadata<string>('__module_path__', host.metatype);
  return list(metadata<string | string[]>('path', controller)).flatMap((controllerPath) =>
    list(metadata<string | string[]>('path', handler)).flatMap((methodPath) => {
      const path = join([modulePath, controllerPath, methodPath]);
      return versionPrefixes(parts, config).map((version) => join([globalPrefix(path, parts.requestMethod, config), version, path]));
    }),
  );
}

/** The names of the parameters in a path, wildcards included. */
export function parameterNames(path: string): readonly string[] {
  return [...path.matchAll(/[:*]([A-Za-z_$][\w$]*)/g)].map((match) => match[1] ?? '');
}

function globalPrefix(path: string, method: RequestMethod, config: ApplicationConfig): string {
  const exclude = config.getGlobalPrefixOptions().exclude ?? [];
  const excluded = exclude.some(
    ({ pathRegex, requestMethod }) => [RequestMethod.ALL, method].includes(requestMethod) && pathRegex.test(path),
  );
  return excluded ? '' : config.getGlobalPrefix();
}

function versionPrefixes({ controller, handler }: RouteParts, config: ApplicationConfig): readonly string[] {
  const versioning = config.getVersioning();
  if (versioning?.type !== VersioningType.URI) return [''];
  type Version = string | symbol | undefined;
  const version =
    metadata<Version | Version[]>('__version__', handler) ??
    metadata<Version | Version[]>('__version__', controller) ??
    versioning.defaultVersion;
  const prefix = versioning.prefix === false ? '' : (versioning.prefix ?? 'v');
  return list<Version>(version).map((each) => (each === undefined || each === VERSION_NEUTRAL ? '' : `${prefix}${String(each)}`));
}

function metadata<T>(key: string, target: object): T | undefined {
  return Reflect.getMetadata(key, target) as T | undefined;
}

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function join(parts: readonly (string | undefined)[]): string {
  const segments = parts.flatMap((part) => (part ?? '').split('/')).filter((segment) => segment !== '');
  return `/${segments.join('/')}`;
}
