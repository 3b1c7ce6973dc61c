import { EXPRESSION, type PermissionExpression } from '../composition/expression.js';
import { permissionName } from '../permission/named-permission.js';

/** An expression as a developer would write it. */
export function expressionName(expression: PermissionExpression): string {
  switch (expression[EXPRESSION]) {
    case 'permission':
      return permissionName(expression.permission);
    case 'inherited':
      return 'Inherited';
    case 'not':
      return `not(${expressionName(expression.operand)})`;
    case 'and':
    case 'or':
      return `${expression[EXPRESSION]}(${expression.operands.map(expressionName).join(', ')})`;
  }
}

/** The names of the permissions in an expression, each once. */
export function permissionNames(expression: PermissionExpression): readonly string[] {
  switch (expression[EXPRESSION]) {
    case 'permission':
      return [permissionName(expression.permission)];
    case 'inherited':
      return [];
    case 'not':
      return permissionNames(expression.operand);
    case 'and':
    case 'or':
      return [...new Set(expression.operands.flatMap(permissionNames))];
  }
}
