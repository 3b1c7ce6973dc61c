import { EXPRESSION, type PermissionExpression } from './expression.js';
import { assertDepth, toExpressions } from './operand.js';

/**
 * One expression for a list of a decorator or an option: several permissions mean AND.
 * @throws PermissionsConfigurationError as {@link toExpressions}, and for what is no array
 */
export function allOf(list: unknown, where: string): PermissionExpression {
  if (!Array.isArray(list)) return allOf([list], where);
  return conjunctionOf(toExpressions(list, where), where);
}

/** AND of expressions that are known to be sound; one alone stays as it is. */
export function conjunctionOf(operands: readonly PermissionExpression[], where: string): PermissionExpression {
  const [only] = operands;
  if (only !== undefined && operands.length === 1) return only;
  return assertDepth(Object.freeze({ [EXPRESSION]: 'and' as const, operands: Object.freeze([...operands]) }), where);
}
