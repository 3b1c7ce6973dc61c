import { isDeepStrictEqual } from 'node:util';
import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { PermissionsConfigurationError } from '../index.js';
import { describedOperation } from './described-operation.js';
import { type DocumentOptions, documentedRoutes } from './documented-routes.js';
import { matchOperations, type RouteOf } from './match-operations.js';
import { type Operation, operationsOf, type Security, withOperations } from './openapi.js';
import { REFUSAL_SCHEMA, refusalSchema } from './refusal-responses.js';
import { defaultSecurity } from './security-requirement.js';
import { withUsedSchemas } from './used-schemas.js';
import { isVisible } from './is-visible.js';

export type { DocumentOptions } from './documented-routes.js';

/** Options of {@link applyPermissions}. */
export interface ApplyPermissionsOptions {
  /**
   * What an operation asks for that is not open and names no scheme itself.
   * @default the document's own `security`; without one, any of its security schemes
   */
  readonly security?: Security;
  /** What `SwaggerModule.createDocument()` was given as its options, where it was given some. */
  readonly documentOptions?: DocumentOptions;
}

const OPTIONS = ['security', 'documentOptions', 'viewer'];

/**
 * Writes into an OpenAPI document who may do what: for each operation its expression as `x-permissions`, its `security`,
 * and the 401, 403 and 404 that its policy can give. What is there already stays.
 * @param app the application, started: `SwaggerModule.setup()` takes a function for that
 * @param document from `SwaggerModule.createDocument()`; it is not changed
 * @param options with a `viewer`, a user or `null` for a guest, the document has only the operations that this user may
 * use, or may depending on an object. No handler and no loader runs for it.
 * @returns a copy of the document; a promise of it where there is a viewer
 * @throws PermissionsConfigurationError for an operation that no handler is known for, for a handler that has no operation,
 * for an application that has not started, and for an option that does not exist
 */
export function applyPermissions(
  app: INestApplication,
  document: OpenAPIObject,
  options: ApplyPermissionsOptions & { readonly viewer: unknown },
): Promise<OpenAPIObject>;
export function applyPermissions(
  app: INestApplication,
  document: OpenAPIObject,
  options?: ApplyPermissionsOptions & { readonly viewer?: never },
): OpenAPIObject;
export function applyPermissions(
  app: INestApplication,
  document: OpenAPIObject,
  options: ApplyPermissionsOptions & { readonly viewer?: unknown } = {},
): OpenAPIObject | Promise<OpenAPIObject> {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) {
    throw new PermissionsConfigurationError(
      `applyPermissions(): the option "${unknown}" does not exist; there are ${OPTIONS.join(', ')}.`,
    );
  }
  const routeOf = matchOperations(document, documentedRoutes(app, options.documentOptions ?? {}));
  const described = describe(document, routeOf, defaultSecurity(document, options.security));
  // a viewer that got lost on its way is a guest, and not everybody
  return 'viewer' in options ? visibleTo(app, options.viewer, described, routeOf) : described;
}

function describe(document: OpenAPIObject, routeOf: RouteOf, security: Security | undefined): OpenAPIObject {
  const paths = withOperations(document, ({ path, method, operation }) =>
    describedOperation(operation, routeOf(path, method), method, security),
  );
  const { schemas = {} } = document.components ?? {};
  const schema = refusalSchema();
  if (Object.hasOwn(schemas, REFUSAL_SCHEMA) && !isDeepStrictEqual(schemas[REFUSAL_SCHEMA], schema)) {
    throw new PermissionsConfigurationError(
      `applyPermissions(): the document has a schema ${REFUSAL_SCHEMA} of its own; call it otherwise.`,
    );
  }
  return {
    ...document,
    paths,
    components: { ...document.components, schemas: { ...schemas, [REFUSAL_SCHEMA]: schema } },
  };
}

async function visibleTo(
  app: INestApplication,
  viewer: unknown,
  document: OpenAPIObject,
  routeOf: RouteOf,
): Promise<OpenAPIObject> {
  const visible = new Set<Operation>();
  for (const { path, method, operation } of operationsOf(document)) {
    if (await isVisible(app, viewer, routeOf(path, method), method)) visible.add(operation);
  }
  const paths = withOperations(document, ({ operation }) => (visible.has(operation) ? operation : undefined));
  return withUsedSchemas({ ...document, paths }, document);
}
