import type { PermissionExpression } from '../composition/expression.js';
import type { ActionPermissionsFunction } from '../decorators/action-permissions.decorator.js';

/** From where a part of a policy comes, nearest first. */
export type LevelName = 'handler' | 'action' | 'class' | 'public' | 'module' | 'defaults';

/** One place that has something to say about a handler: an expression, or a function that chooses one. */
export interface Level {
  readonly name: LevelName;
  /** The class, method or module that says it. */
  readonly owner: string;
  readonly rule: PermissionExpression | ActionPermissionsFunction;
}
