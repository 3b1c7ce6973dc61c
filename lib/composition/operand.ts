import { isPermissionClass, isPermissionInstance } from '../permission/base-permission.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import { rulesOf } from '../permission/rules-of.js';
import { EXPRESSION, isExpression, type PermissionExpression } from './expression.js';

/** The greatest depth of an expression; deeper ones are a runaway loop, and would overflow the stack per request. */
export const MAXIMUM_DEPTH = 100;

/**
 * Makes an expression of one operand.
 * @param where the place in the source, for the message: `@Permissions() of PostsController`
 * @throws PermissionsConfigurationError for everything that is no permission, with a hint at what was meant
 */
export function toExpression(operand: unknown, where: string, position: number): PermissionExpression {
  if (isExpression(operand) && isSound(operand)) return operand;
  if (isPermissionClass(operand) || isPermissionInstance(operand)) {
    rulesOf(operand);
    return Object.freeze({ [EXPRESSION]: 'permission' as const, permission: operand });
  }
  throw new PermissionsConfigurationError(`${where}: operand ${String(position)} is ${hint(operand)}`);
}

/**
 * Makes expressions of a list of operands.
 * @throws PermissionsConfigurationError for an empty list, and for every operand that is no permission
 */
export function toExpressions(operands: readonly unknown[], where: string): readonly PermissionExpression[] {
  if (operands.length === 0) {
    throw new PermissionsConfigurationError(`${where}: the list is empty; write AllowAny to let everybody in.`);
  }
  // not map(), which skips holes
  return Object.freeze(Array.from(operands, (operand, index) => toExpression(operand, where, index + 1)));
}

/** How deep an expression is nested. */
export function depthOf(expression: PermissionExpression): number {
  switch (expression[EXPRESSION]) {
    case 'and':
    case 'or':
      return 1 + expression.operands.reduce((deepest, operand) => Math.max(deepest, depthOf(operand)), 0);
    case 'not':
      return 1 + depthOf(expression.operand);
    case 'permission':
    case 'inherited':
      return 1;
  }
}

/** @throws PermissionsConfigurationError for an expression that is nested too deep to be evaluated safely */
export function assertDepth(expression: PermissionExpression, where: string): PermissionExpression {
  if (depthOf(expression) > MAXIMUM_DEPTH) {
    throw new PermissionsConfigurationError(
      `${where}: nested deeper than ${String(MAXIMUM_DEPTH)}; write one wide list.`,
    );
  }
  return expression;
}

/** Whether an expression is one that this library makes; another copy of it, or a forger, may have made it. */
function isSound(expression: PermissionExpression): boolean {
  switch (expression[EXPRESSION]) {
    case 'inherited':
      return true;
    case 'permission':
      return isPermissionClass(expression.permission) || isPermissionInstance(expression.permission);
    case 'not':
      return isExpression(expression.operand) && isSound(expression.operand);
    case 'and':
    case 'or': {
      const operands: unknown = expression.operands;
      return (
        Array.isArray(operands) && operands.length > 0 && operands.every((each) => isExpression(each) && isSound(each))
      );
    }
    default:
      return false;
  }
}

function hint(operand: unknown): string {
  if (operand === undefined) {
    return 'undefined. Two files import each other, most likely: move the permission into a file of its own.';
  }
  if (typeof operand === 'boolean' || operand === 0) {
    return `${String(operand)}. Operators of JavaScript do not combine permissions: write and(A, B), or(A, B), not(A).`;
  }
  if (Array.isArray(operand)) return 'an array. Write the permissions one after the other, or and(…) around them.';
  if (typeof operand === 'function') {
    const prototype = operand.prototype as { canActivate?: unknown } | undefined;
    return typeof prototype?.canActivate === 'function'
      ? `the Nest guard ${operand.name}. Bind it with @UseGuards(), or write its rule as a permission class.`
      : `${operand.name === '' ? 'a function' : operand.name}, which does not extend BasePermission.`;
  }
  return `${operand === null ? 'null' : typeof operand}. Write a class that extends BasePermission, or and(), or(), not().`;
}
