import type { OpenAPIObject } from '@nestjs/swagger';
import { PermissionsConfigurationError, type Route } from '../index.js';
import type { DocumentedRoute } from './documented-routes.js';
import { operationsOf } from './openapi.js';

/** The handler behind each operation of a document. */
export type RouteOf = (path: string, method: string) => Route;

/**
 * Finds the handler of every operation by its path and method; the id of an operation can be anything.
 * @throws PermissionsConfigurationError naming every operation that no handler is known for, and every handler that has none
 */
export function matchOperations(document: OpenAPIObject, documented: readonly DocumentedRoute[]): RouteOf {
  // where several handlers share a place, as versions in a header do, Swagger shows the last
  const routes = new Map(documented.flatMap((each) => placesOf(each).map((place) => [place, each.route] as const)));
  const routeAt = (path: string, method: string): Route | undefined => {
    const [exact, all] = [`${method} ${path}`, `ALL ${path}`].map((place) => routes.get(place));
    if (exact === undefined || all === undefined) return exact ?? all;
    return documented.findLast(({ route }) => route === exact || route === all)?.route;
  };
  const operations = operationsOf(document);
  const unknown = operations
    .filter(({ path, method }) => routeAt(path, method) === undefined)
    .map(
      ({ path, method }) =>
        `applyPermissions(): ${method} ${path} is in the document, and no handler with a policy is known for it. ` +
        'Give the options of createDocument() as `documentOptions`, and add what is no handler afterwards.',
    );
  const written = new Set(operations.flatMap(({ path, method }) => [`${method} ${path}`, `ALL ${path}`]));
  const missing = documented.filter(isWritten).flatMap((each) =>
    placesOf(each)
      .filter((place) => !written.has(place))
      .map(
        (place) =>
          `applyPermissions(): ${place}, which is ${nameOf(each.route)}, is not in the document. Give the options of ` +
          'createDocument() as `documentOptions`, or write @ApiExcludeEndpoint() on it.',
      ),
  );
  const [first, ...others] = [...unknown, ...missing];
  if (first !== undefined) throw new PermissionsConfigurationError(first, ...others);
  return (path, method) => routeAt(path, method) as Route;
}

function placesOf({ route: { method = 'ALL' }, paths }: DocumentedRoute): readonly string[] {
  return paths.map((path) => `${method} ${path}`);
}

// a webhook stands elsewhere, and the method QUERY only in documents of OpenAPI 3.2
function isWritten({ route: { handler, method } }: DocumentedRoute): boolean {
  return method !== 'QUERY' && Reflect.getMetadata('swagger/apiWebhook', handler) === undefined;
}

function nameOf({ controller, action }: Route): string {
  return `${controller.name}.${action}`;
}
