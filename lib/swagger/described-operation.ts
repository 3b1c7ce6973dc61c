import type { Route } from '../index.js';
import type { Operation, Responses, Security } from './openapi.js';
import { permissionTree } from './permission-tree.js';
import { isOpen, possibleRefusals } from './possible-refusals.js';
import { refusalResponses } from './refusal-responses.js';
import { secured } from './security-requirement.js';

/** An operation with what applies to it; as it was where nothing of this library does. */
export function describedOperation(
  operation: Operation,
  route: Route,
  method: string,
  security: Security | undefined,
): Operation {
  if (route.policy.exempt || !route.guarded) return operation;
  const described = {
    ...secured(operation, isOpen(route, method), security),
    responses: withRefusals(operation.responses, refusalResponses(possibleRefusals(route, method))),
    'x-permissions': permissionTree(route.policy.declared),
  };
  return described;
}

/** What is written already stays, and is completed where it says less. */
function withRefusals(written: Responses, refusals: Responses): Responses {
  const added = Object.entries(refusals).map(([status, refusal]) => {
    const own = written[status];
    return [status, own === undefined || '$ref' in own ? (own ?? refusal) : { ...refusal, ...own }];
  });
  return { ...written, ...(Object.fromEntries(added) as Responses) };
}
