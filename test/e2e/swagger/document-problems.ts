import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf, type ReadOperation, type ReadResponse } from './documents.js';

/** What is wrong with a document by the rules of OpenAPI 3, as far as this package writes into it. */
export function problemsOf(document: OpenAPIObject): readonly string[] {
  const operations = Object.entries(operationsOf(document));
  const schemes = Object.keys(document.components?.securitySchemes ?? {});
  return [
    ...problemsIn(document, document, '#'),
    ...operations.flatMap(([place, operation]) => ofSecurity(place, operation, schemes)),
    ...operations.flatMap(([place, operation]) => ofResponses(place, operation)),
  ];
}

function problemsIn(document: OpenAPIObject, value: unknown, place: string): readonly string[] {
  if (value === undefined) return [`${place} is undefined`];
  if (typeof value !== 'object' || value === null) return [];
  const { $ref } = value as { readonly $ref?: unknown };
  const broken = typeof $ref === 'string' && !isThere(document, $ref) ? [`${place}: ${$ref} is not there`] : [];
  return [...broken, ...Object.entries(value).flatMap(([key, each]) => problemsIn(document, each, `${place}/${key}`))];
}

function isThere(document: OpenAPIObject, reference: string): boolean {
  const follow = (value: unknown, part: string): unknown => (value as Record<string, unknown> | undefined)?.[part];
  return reference.startsWith('#/') && reference.slice(2).split('/').reduce<unknown>(follow, document) !== undefined;
}

function ofSecurity(place: string, { security = [] }: ReadOperation, schemes: readonly string[]): readonly string[] {
  return security.flatMap((requirement) =>
    Object.entries(requirement)
      .filter(([name, scopes]) => !schemes.includes(name) || !Array.isArray(scopes))
      .map(([name]) => `${place}: the security requirement ${name}`),
  );
}

function ofResponses(place: string, { responses }: ReadOperation): readonly string[] {
  if (Object.keys(responses).length === 0) return [`${place}: no response`];
  return Object.entries(responses).flatMap(([status, response]) => [
    ...(/^([1-5](\d\d|XX)|default)$/.test(status) ? [] : [`${place}: the status ${status}`]),
    ...(response.$ref === undefined && typeof response.description !== 'string'
      ? [`${place}: ${status} has no description`]
      : []),
    ...examplesOf(response)
      .filter((example) => !('value' in example))
      .map(() => `${place}: an example of ${status} has no value`),
  ]);
}

function examplesOf({ content = {} }: ReadResponse): readonly object[] {
  return Object.values(content).flatMap(({ examples = {} }) => Object.values(examples));
}
