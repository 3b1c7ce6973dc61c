import { EXPRESSION, type NegationOptions, type PermissionExpression, type PermissionOperand } from './expression.js';
import { assertDepth, toExpression } from './operand.js';

/**
 * Grants when the operand denies, and denies when it grants. What is pending stays pending.
 * @param options what the client is told when it refuses
 * @throws PermissionsConfigurationError for an operand that is no permission
 */
export function not(operand: PermissionOperand, options: NegationOptions = {}): PermissionExpression {
  const { message, code } = options;
  const expression = Object.freeze({
    [EXPRESSION]: 'not' as const,
    operand: toExpression(operand, 'not()', 1),
    ...(message !== undefined && { message }),
    ...(code !== undefined && { code }),
  });
  return assertDepth(expression, 'not()');
}
