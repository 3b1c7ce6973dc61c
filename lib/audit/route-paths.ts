import { RequestMethod, type Type, VersioningType } from '@nestjs/common';
import type { ApplicationConfig } from '@nestjs/core';
import type { Handler, HostModule } from '../policy/handler-source.js';

// a part of a path or a version is a text, or Nest's symbol for a neutral version, or several of them
type Text = string | symbol;
type Listed = Text | readonly Text[];

/** Everything that the path of a route is made of. */
interface RouteParts {
  readonly controller: Type;
  readonly handler: Handler;
  readonly requestMethod: RequestMethod;
}

/** The paths of a controller, behind that of its module. */
export function controllerPaths(controller: Type, { metatype }: HostModule, applicationId: string): readonly string[] {
  const modulePath = metadata(`__module_path__${applicationId}`, metatype) ?? metadata('__module_path__', metatype);
  return list(metadata('path', controller)).map((path) => join([...list(modulePath), path]));
}

/**
 * The paths under which a handler is reached: global prefix, version, module, controller and method.
 * @param prefixes the paths of its controller
 */
export function routePaths(
  prefixes: readonly string[],
  parts: RouteParts,
  config: ApplicationConfig,
): readonly string[] {
  const methodPaths = list(metadata('path', parts.handler));
  return prefixes.flatMap((prefix) =>
    methodPaths.flatMap((methodPath) => {
      const path = join([prefix, methodPath]);
      return versionPrefixes(parts, config).map((version) =>
        join([globalPrefix(path, parts.requestMethod, config), version, path]),
      );
    }),
  );
}

/** The versions of a route that its paths do not say, because a header, a media type or a function chooses them. */
export function pathlessVersions(parts: RouteParts, config: ApplicationConfig): readonly string[] {
  if ([undefined, VersioningType.URI].includes(config.getVersioning()?.type)) return [];
  return versionsOf(parts, config).filter((version) => typeof version === 'string');
}

/** The names of the parameters in a path, wildcards included. */
export function parameterNames(path: string): readonly string[] {
  return [...path.matchAll(/[:*]([A-Za-z_$][\w$]*)/g)].map(([, name]) => name as string);
}

function globalPrefix(path: string, method: RequestMethod, config: ApplicationConfig): string {
  const exclude = config.getGlobalPrefixOptions().exclude ?? [];
  const excluded = exclude.some(
    ({ pathRegex, requestMethod }) => [RequestMethod.ALL, method].includes(requestMethod) && pathRegex.test(path),
  );
  return excluded ? '' : config.getGlobalPrefix();
}

function versionPrefixes(parts: RouteParts, config: ApplicationConfig): readonly string[] {
  const versioning = config.getVersioning();
  if (versioning?.type !== VersioningType.URI) return [''];
  const prefix = versioning.prefix === false ? '' : (versioning.prefix ?? 'v');
  return versionsOf(parts, config).map((each) => (typeof each === 'string' ? `${prefix}${each}` : ''));
}

/** What a route says of its version: texts, Nest's symbol for a neutral one, or nothing. */
function versionsOf({ controller, handler }: RouteParts, config: ApplicationConfig): readonly (Text | undefined)[] {
  const version = metadata('__version__', handler) ?? metadata('__version__', controller);
  return list(version ?? config.getVersioning()?.defaultVersion);
}

function metadata(key: string, target: object): Listed | undefined {
  return Reflect.getMetadata(key, target) as Listed | undefined;
}

function list(value: Listed | undefined): readonly (Text | undefined)[] {
  return Array.isArray(value) ? (value as readonly Text[]) : [value as Text | undefined];
}

function join(parts: readonly (Text | undefined)[]): string {
  const path = ['', ...parts.map((part) => String(part ?? ''))].join('/').replace(/\/+/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
