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
  const statuses = [...new Set(refusals.map((refusal) => refusal.getStatus()))].sort();
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      responseOf(
        status,
        refusals.filter((refusal) => refusal.getStatus() === status),
      ),
    ]),
  );
}

function responseOf(status: number, refusals: readonly PermissionDenied[]): Responses[string] {
  const bodies = new Map(refusals.map((refusal) => [`${refusal.code}: ${refusal.message}`, refusal.getResponse()]));
  const example = ([text, value]: readonly [string, unknown], index: number): readonly [string, object] => {
    const [code = ''] = text.split(': ');
    const earlier = [...bodies.keys()].slice(0, index).filter((other) => other.startsWith(`${code}: `));
    return [earlier.length === 0 ? code : `${code} ${String(earlier.length + 1)}`, { value }];
  };
  return {
    description: [...bodies.keys()].join(' / '),
    ...(status === 401 && { headers: { 'WWW-Authenticate': { schema: { type: 'string' } } } }),
    content: {
      'application/json': {
        schema: { $ref: `#/components/schemas/${REFUSAL_SCHEMA}` },
        examples: Object.fromEntries([...bodies].map(example)),
      },
    },
  };
}
