import { constantOf } from '../permission/constant.js';
import { EXPRESSION, type PermissionExpression } from './expression.js';

/**
 * The answer of an expression for every request of a route, or `undefined` where it depends on the request.
 * @param safe whether the route's method only reads; `undefined` where the route has several methods
 */
export function constantTruth(expression: PermissionExpression, safe: boolean | undefined): boolean | undefined {
  switch (expression[EXPRESSION]) {
    case 'permission':
      return constantOf(expression.permission, safe);
    case 'inherited':
      return undefined;
    case 'not': {
      const truth = constantTruth(expression.operand, safe);
      return truth === undefined ? undefined : !truth;
    }
    case 'and':
      return joined(expression.operands, safe, false);
    case 'or':
      return joined(expression.operands, safe, true);
  }
}

// one operand with the deciding truth settles it; else all must be known
function joined(
  operands: readonly PermissionExpression[],
  safe: boolean | undefined,
  deciding: boolean,
): boolean | undefined {
  const truths = operands.map((operand) => constantTruth(operand, safe));
  if (truths.includes(deciding)) return deciding;
  return truths.includes(undefined) ? undefined : !deciding;
}
