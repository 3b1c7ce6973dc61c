import type { OpenAPIObject } from '@nestjs/swagger';
import { PermissionsConfigurationError, type Route } from '../index.js';
import type { DocumentedRoute } from './documented-routes.js';
import { operationsOf } from './openapi.js';

/** The handler behind each operation of a document. */
export type RouteOf = (path: string, method: string) => Route;

/**
 * Finds the handler of every operation by its path and method; the id of an operation can be anything.
 * @throws PermissionsConfigurationError naming every operation that no handler is known for, or two whose permissions
 * differ, and every handler that has no operation
 */
export function matchOperations(document: OpenAPIObject, documented: readonly DocumentedRoute[]): RouteOf {
  const byPath = new Map<string, Route[]>();
  for (const { route, paths } of documented) {
    for (const path of paths) byPath.set(path, [...(byPath.get(path) ?? []), route]);
  }
  const routesAt = (path: string, method: string): readonly Route[] =>
    (byPath.get(path) ?? []).filter((route) => route.method === undefined || route.method === method);

  const operations = operationsOf(document);
  const written = new Set(operations.flatMap(({ path, method }) => [`${method} ${path}`, `ALL ${path}`]));
  const problems = [
    ...operations.flatMap(({ path, method }) => problemOf(`${method} ${path}`, routesAt(path, method))),
    ...documented.filter(isWritten).flatMap(({ route, paths }) =>
      paths
        .map((path) => `${route.method ?? 'ALL'} ${path}`)
        .filter((place) => !written.has(place))
        .map((place) => `${place}, which is ${nameOf(route)}, is not in the document. ${EXCLUDED}`),
    ),
  ].map((problem) => `applyPermissions(): ${problem}`);
  const [first, ...others] = problems;
  if (first !== undefined) throw new PermissionsConfigurationError(first, ...others);
  // where several handlers share a place, as versions in a header do, Swagger shows the last
  return (path, method) => routesAt(path, method).at(-1) as Route;
}

const EXCLUDED = 'Give the options of createDocument() as `documentOptions`, or write @ApiExcludeEndpoint() on it.';
const ADDED = 'Give the options of createDocument() as `documentOptions`, and add what is no handler afterwards.';

function problemOf(place: string, routes: readonly Route[]): readonly string[] {
  const shown = routes.at(-1);
  if (shown === undefined)
    return [`${place} is in the document, and no handler with a policy is known for it. ${ADDED}`];
  const shadowing = routes.find((route) => isReachedAlike(route, shown) && !isDescribedAlike(route, shown));
  if (shadowing === undefined) return [];
  const names = `${nameOf(shadowing)} (${shadowing.policy.description}) and ${nameOf(shown)} (${shown.policy.description})`;
  return [`${place} is ${names}. Write @ApiExcludeEndpoint() on the one that requests do not reach.`];
}

/** Whether nothing but the order tells two handlers of one place apart: no version and no host. */
function isReachedAlike(one: Route, other: Route): boolean {
  const [ofOne, ofOther] = [one, other].map(({ versions, controller }) =>
    JSON.stringify([versions, String(Reflect.getMetadata('host', controller))]),
  );
  return ofOne === ofOther;
}

function isDescribedAlike(one: Route, other: Route): boolean {
  return one.policy.description === other.policy.description;
}

// a webhook stands elsewhere, and the method QUERY only in documents of OpenAPI 3.2
function isWritten({ route: { handler, method } }: DocumentedRoute): boolean {
  return method !== 'QUERY' && Reflect.getMetadata('swagger/apiWebhook', handler) === undefined;
}

function nameOf({ controller, action }: Route): string {
  return `${controller.name}.${action}`;
}
