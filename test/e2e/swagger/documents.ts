import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { applyPermissions, type ApplyPermissionsOptions, type PermissionTree } from '../../../lib/swagger/index.js';

/** What these tests read of an operation. */
export interface ReadOperation {
  readonly operationId?: string;
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, ReadResponse>>;
  readonly 'x-permissions'?: PermissionTree;
}

export interface ReadResponse {
  readonly $ref?: string;
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly examples?: Readonly<Record<string, { value: unknown }>> }>>;
}

/** A document as Swagger makes it, which says that callers sign in with a token. */
export function created(app: INestApplication, options: object = {}, builder = bearer()): OpenAPIObject {
  return SwaggerModule.createDocument(app, builder.build(), options);
}

export function bearer(): DocumentBuilder {
  return new DocumentBuilder().addBearerAuth().addSecurityRequirements('bearer');
}

/** The document of an application, with its permissions. */
export function documentOf(app: INestApplication, options?: ApplyPermissionsOptions): OpenAPIObject {
  return applyPermissions(app, created(app, options?.documentOptions), options);
}

/** The operations of a document by method and path: `GET /posts/{id}`. */
export function operationsOf(document: OpenAPIObject): Readonly<Record<string, ReadOperation>> {
  return Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, ReadOperation>)
        .filter(([method]) => method !== 'parameters')
        .map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation]),
    ),
  );
}

/** What stands as `x-permissions` of every operation. */
export function permissionsOf(document: OpenAPIObject): Readonly<Record<string, PermissionTree | undefined>> {
  return Object.fromEntries(
    Object.entries(operationsOf(document)).map(([place, operation]) => [place, operation['x-permissions']]),
  );
}

/** The codes of every refusal of an operation, by status. */
export function refusalsOf(operation: ReadOperation): Readonly<Record<string, readonly string[]>> {
  const refusals = Object.entries(operation.responses).filter(([status]) => status.startsWith('4'));
  return Object.fromEntries(
    refusals.map(([status, { content = {} }]) => [status, Object.keys(content['application/json']?.examples ?? {})]),
  );
}

/** The body that a document shows for a refusal. */
export function exampleOf(operation: ReadOperation, status: number, code: string): unknown {
  return operation.responses[status]?.content?.['application/json']?.examples?.[code]?.value;
}
