import type { INestApplication } from '@nestjs/common';
import { ApplicationConfig, ModulesContainer } from '@nestjs/core';
import { type Route, routesOf } from '../index.js';
import { documentPath } from './document-path.js';

/** What `SwaggerModule.createDocument()` was told that decides which handlers are in the document, and where. */
export interface DocumentOptions {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- as Swagger types it
  readonly include?: readonly Function[];
  readonly deepScanRoutes?: boolean;
  readonly ignoreGlobalPrefix?: boolean;
  readonly onlyIncludeDecoratedEndpoints?: boolean;
}

/** A handler that the document shows, with its paths as the document writes them. */
export interface DocumentedRoute {
  readonly route: Route;
  readonly paths: readonly string[];
}

/** The handlers that a document made with these options shows, in the order in which Swagger reads them. */
export function documentedRoutes(app: INestApplication, options: DocumentOptions): readonly DocumentedRoute[] {
  const hosts = includedHosts(app, options);
  const prefix = options.ignoreGlobalPrefix === true ? prefixOf(app) : '';
  return routesOf(app, 'applyPermissions()')
    .filter(({ host }) => hosts?.has(host) ?? true)
    .filter((route) => route.transport === 'http' && isShown(route, options))
    .map((route) => ({ route, paths: route.paths.map((path) => documentPath(withoutPrefix(path, prefix))) }));
}

function includedHosts(app: INestApplication, { include, deepScanRoutes }: DocumentOptions): Set<unknown> | undefined {
  if (include === undefined || include.length === 0) return undefined;
  const included = [...app.get(ModulesContainer).values()].filter(({ metatype }) => include.includes(metatype));
  const imported = included.flatMap(({ imports }) => [...imports].filter(({ isGlobal }) => !isGlobal));
  return new Set(deepScanRoutes === true ? [...included, ...imported] : included);
}

// the keys are those of Swagger's decorators, which not every version exports
function isShown({ controller, handler }: Route, { onlyIncludeDecoratedEndpoints }: DocumentOptions): boolean {
  const read = (key: string, target: object): unknown => Reflect.getMetadata(`swagger/${key}`, target);
  const [ofClass] = (read('apiExcludeController', controller) ?? []) as readonly unknown[];
  const ofMethod = read('apiExcludeEndpoint', handler) as { readonly disable?: unknown } | undefined;
  if (ofClass === true || Boolean(ofMethod?.disable)) return false;
  return onlyIncludeDecoratedEndpoints !== true || Boolean(read('apiIncludeEndpoint', handler));
}

function prefixOf(app: INestApplication): string {
  return `/${app.get(ApplicationConfig).getGlobalPrefix()}`.replaceAll(/\/+/g, '/').replace(/\/$/, '');
}

function withoutPrefix(path: string, prefix: string): string {
  if (path === prefix) return '/';
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}
