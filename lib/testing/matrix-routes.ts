import type { Route } from '../index.js';

/** One way in which a handler is reached. */
export interface MatrixRoute {
  readonly handler: Route;
  /** `PATCH /posts/:id`, `MUTATION Mutation.rename`; with what tells it from another route of that method and path. */
  readonly route: string;
  /** In upper case. A route that answers to all methods is two, `ALL:GET` and `ALL:POST`: one that reads and one that writes. */
  readonly method: string;
  readonly path: string;
}

/** Every route of these handlers, by path, method and version. Fields that declare nothing are no routes of their own. */
export function matrixRoutes(handlers: readonly Route[]): readonly MatrixRoute[] {
  const routes = handlers.filter((handler) => !isPlainField(handler)).flatMap(routesOf);
  const named = routes.map((route) => (isAmbiguous(route, routes) ? withHandler(route) : route));
  // a controller that stands in two modules has one policy, and is one route
  const distinct = named.filter((route, index) => named.findIndex((other) => isSame(route, other)) === index);
  return distinct.sort((one, other) => compare(`${one.path} ${one.route}`, `${other.path} ${other.route}`));
}

function routesOf(handler: Route): readonly MatrixRoute[] {
  const methods = handler.method === undefined ? ['ALL:GET', 'ALL:POST'] : [handler.method];
  const suffixes = handler.versions.length === 0 ? [''] : handler.versions.map((version) => ` (version ${version})`);
  return handler.paths.flatMap((path) =>
    methods.flatMap((method) =>
      suffixes.map((suffix) => {
        const route = `${handler.operation?.toUpperCase() ?? method} ${path}${suffix}`;
        return { handler, route, method, path };
      }),
    ),
  );
}

function isPlainField({ policy }: Route): boolean {
  return policy.origins.some(({ level }) => level === 'parent');
}

/** Whether another handler is reached in the same way: by another host, for example. */
function isAmbiguous({ route, handler }: MatrixRoute, routes: readonly MatrixRoute[]): boolean {
  return routes.some((other) => other.route === route && !isSameHandler(handler, other.handler));
}

function withHandler(route: MatrixRoute): MatrixRoute {
  const { controller, action } = route.handler;
  return { ...route, route: `${route.route} [${controller.name}.${action}]` };
}

function isSame(one: MatrixRoute, other: MatrixRoute): boolean {
  return one.route === other.route && isSameHandler(one.handler, other.handler);
}

function isSameHandler(one: Route, other: Route): boolean {
  return one.controller === other.controller && one.action === other.action;
}

// not localeCompare(), which depends on the machine
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
