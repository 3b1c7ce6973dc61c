import { EXPRESSION, type PermissionExpression, type PermissionOperand } from './expression.js';
import { assertDepth, toExpressions } from './operand.js';

/**
 * Grants when one operand grants. Asked from left to right; the first that grants ends it. When all deny, the last
 * one with a message or code of its own gives the reason, else the first.
 * @throws PermissionsConfigurationError for no operands, or for one that is no permission
 */
export function or(...operands: readonly [PermissionOperand, ...PermissionOperand[]]): PermissionExpression {
  const expression = Object.freeze({ [EXPRESSION]: 'or' as const, operands: toExpressions(operands, 'or()') });
  return assertDepth(expression, 'or()');
}
