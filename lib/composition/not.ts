import { EXPRESSION, type NegationOptions, type PermissionExpression, type PermissionOperand } from './expression.js';
import { assertDepth, toExpression } from './operand.js';

/**
 * Grants when the operand denies, and denies when it grants. What is pending stays pending.
 * @param options what the client is told when it refuses
 * @throws PermissionsConfigurationError for an operand that is no permission
 */
export function not(operand: PermissionOperand, options: NegationOptions = {}): PermissionExpression {
  const expression = Object.freeze({
    [EXPRESSION]: 'not' as const,
    operand: toExpression(operand, 'not()', 1),
    ...textsOf(options),
  });
  return assertDepth(expression, 'not()');
}

// own ones only, and of those the defined
function textsOf(options: NegationOptions): NegationOptions {
  const own = Object.entries(options).filter(
    ([key, text]) => (key === 'message' || key === 'code') && text !== undefined,
  );
  return Object.fromEntries(own);
}
