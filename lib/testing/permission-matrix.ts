import type { INestApplicationContext, Type } from '@nestjs/common';
import { PermissionsService, type Route, routesOf } from '../index.js';
import { matrixTable } from './matrix-table.js';
import { MatrixJudge } from './matrix-judge.js';
import type { MatrixRow } from './matrix-row.js';
import { type MatrixRoute, matrixRoutes } from './matrix-routes.js';
import { type Personas, usersOf } from './personas.js';

/** Who is asked about, and what beside the user the rules may read. */
export interface PermissionMatrixOptions {
  readonly personas: Personas;
  /**
   * Named objects by controller class, which are judged wherever a route of that controller depends on its object: a Map,
   * or `[[PostsController, { 'a draft': draft }]]`.
   */
  readonly objects?: Iterable<readonly [controller: Type, objects: Readonly<Record<string, object>>]>;
  /** What rules find in `context.params`; without it, reading them is an error. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** What rules find in `context.request`; without it, reading it is an error. */
  readonly request?: object;
}

/** Who may do what: every route of an application, and what every persona comes to there. */
export class PermissionMatrix {
  constructor(
    readonly personas: readonly string[],
    /** By path, method and version; a route before its named objects. */
    readonly rows: readonly MatrixRow[],
  ) {}

  /** The matrix as a table, the same for the same permissions. */
  toString(): string {
    return matrixTable(this.personas, this.rows);
  }

  /** Lets `expect(matrix).toMatchSnapshot()` keep the table. */
  toJSON(): string {
    return this.toString();
  }
}

/**
 * Finds out who may do what, by asking what the guard would ask. Only rules run: no handler, loader, pipe or other guard.
 * @param app has been started
 * @throws PermissionsConfigurationError for an application that has not; TypeError for a persona that would count as
 *   anonymous, and for objects of a controller that has no handlers
 */
export async function permissionMatrix(
  app: INestApplicationContext,
  { personas, objects = [], params, request }: PermissionMatrixOptions,
): Promise<PermissionMatrix> {
  const handlers = routesOf(app, 'permissionMatrix()');
  const service = app.get(PermissionsService, { strict: false });
  const [users, named] = [await usersOf(personas, service), new Map(objects)];
  assertControllers([...named.keys()], handlers);
  const rows: MatrixRow[] = [];
  for (const route of matrixRoutes(handlers)) {
    const { controller, action } = route.handler;
    const target = { controller, action, method: route.method.replace('ALL:', ''), params, request };
    const judge = new MatrixJudge(service, route.handler, target);
    const row = await rowOf(route, users, judge);
    rows.push(row);
    if (!Object.values(row.cells).some(({ verdict }) => verdict === 'object')) continue;
    for (const object of Object.entries(named.get(controller) ?? {}))
      rows.push(await rowOf(route, users, judge, object));
  }
  return new PermissionMatrix([...users.keys()], rows);
}

async function rowOf(
  { handler: { controller, action }, route, method, path }: MatrixRoute,
  users: ReadonlyMap<string, unknown>,
  judge: MatrixJudge,
  [name, object]: readonly [string?, object?] = [],
): Promise<MatrixRow> {
  const cells = new Map<string, MatrixRow['cells'][string]>();
  for (const [persona, user] of users) cells.set(persona, await judge.judge(user, object));
  return { route, object: name, method, path, controller: controller.name, action, cells: Object.fromEntries(cells) };
}

function assertControllers(controllers: readonly Type[], handlers: readonly Route[]): void {
  for (const controller of controllers) {
    if (handlers.some((handler) => handler.controller === controller)) continue;
    throw new TypeError(`permissionMatrix(): ${controller.name}, which objects are given for, has no handlers here.`);
  }
}
