import type { OpenAPIObject } from '@nestjs/swagger';
import type { PermissionDenied } from '../index.js';
import type { Responses } from './openapi.js';

/** The name of the schema that the bodies of all refusals have. */
export const REFUSAL_SCHEMA = 'PermissionRefusal';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The body of every refusal. */
export function refusalSchema(): Schema {
  return {
    type: 'object',
    required: ['statusCode', 'error', 'message', 'code'],
    properties: {
      statusCode: { type: 'integer' },
      error: { type: 'string' },
      message: { type: 'string', description: 'For people.' },
      code: { type: 'string', description: 'For programs: it is stable.' },
    },
  };
}

/** One response for each status, with each body that it can have as an example. */
export function refusalResponses(refusals: readonly PermissionDenied[]): Responses {
  const statuses = [...new Set(refusals.map((refusal) => refusal.getStatus()))];
  const withStatus = (status: number): readonly PermissionDenied[] =>
    refusals.filter((refusal) => refusal.getStatus() === status);
  return Object.fromEntries(statuses.map((status) => [String(status), responseOf(status, withStatus(status))]));
}

function responseOf(status: number, refusals: readonly PermissionDenied[]): Responses[string] {
  const byText = new Map(refusals.map((refusal) => [`${refusal.code}: ${refusal.message}`, refusal]));
  const different = [...byText.values()];
  const examples = different.map((refusal, index) => {
    const { length } = different.slice(0, index).filter(({ code }) => code === refusal.code);
    const name = length === 0 ? refusal.code : `${refusal.code} ${String(length + 1)}`;
    return [name, { value: refusal.getResponse() }] as const;
  });
  return {
    description: [...byText.keys()].join(' / '),
    ...(status === 401 && { headers: { 'WWW-Authenticate': { schema: { type: 'string' } } } }),
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${REFUSAL_SCHEMA}` },
        examples: Object.fromEntries(examples),
      },
    },
  };
}
