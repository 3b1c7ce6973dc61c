import type { BasePermission, PermissionClass } from '../permission/base-permission.js';

/** What a negation tells the client when it refuses. */
export interface NegationOptions {
  readonly message?: string;
  readonly code?: string;
}

/** The key under which an expression says what it is. */
export const EXPRESSION: unique symbol = Symbol.for('nestjs-permissions:expression');

/** Permissions combined: plain frozen data that can be evaluated, printed, audited and turned into queries. */
export type PermissionExpression =
  | { readonly [EXPRESSION]: 'permission'; readonly permission: PermissionClass | BasePermission }
  | { readonly [EXPRESSION]: 'and' | 'or'; readonly operands: readonly PermissionExpression[] }
  | ({ readonly [EXPRESSION]: 'not'; readonly operand: PermissionExpression } & NegationOptions)
  | { readonly [EXPRESSION]: 'inherited' };

/** What may stand in a list of permissions: a class, an instance, or an expression. */
export type PermissionOperand = PermissionClass | BasePermission | PermissionExpression;

/** Whether this is an expression, of whichever copy of this package. */
export function isExpression(candidate: unknown): candidate is PermissionExpression {
  return typeof candidate === 'object' && candidate !== null && Object.hasOwn(candidate, EXPRESSION);
}
