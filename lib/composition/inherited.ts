import { EXPRESSION, type PermissionExpression } from './expression.js';

/** Stands for what the next outer level says: `@Permissions(Inherited, IsAuthor)` adds to the controller's rule. */
export const Inherited: PermissionExpression = Object.freeze({ [EXPRESSION]: 'inherited' as const });

/** Whether {@link Inherited} stands somewhere in this expression. */
export function mentionsInherited(expression: PermissionExpression): boolean {
  switch (expression[EXPRESSION]) {
    case 'inherited':
      return true;
    case 'permission':
      return false;
    case 'not':
      return mentionsInherited(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.some(mentionsInherited);
  }
}
