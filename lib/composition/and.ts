import { EXPRESSION, type PermissionExpression, type PermissionOperand } from './expression.js';
import { assertDepth, toExpressions } from './operand.js';

/**
 * Grants when every operand grants. Asked from left to right; the first that denies ends it and gives the reason.
 * @throws PermissionsConfigurationError for no operands, or for one that is no permission
 */
export function and(...operands: readonly [PermissionOperand, ...PermissionOperand[]]): PermissionExpression {
  const expression = Object.freeze({ [EXPRESSION]: 'and' as const, operands: toExpressions(operands, 'and()') });
  return assertDepth(expression, 'and()');
}
