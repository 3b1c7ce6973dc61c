import type { PermissionExpression } from '../composition/expression.js';
import type { ActionPermissionsFunction } from '../decorators/action-permissions.decorator.js';

/** From where a part of a policy comes, nearest first. */
export type LevelName = 'handler' | 'action' | 'class' | 'public' | 'parent' | 'module' | 'defaults';

/** A level that chooses for each invocation. */
export interface ChoosingLevel {
  readonly name: LevelName;
  readonly owner: string;
  readonly choose: ActionPermissionsFunction;
  /** Whether what it chooses may open the handler; openness is not inherited. */
  readonly mayOpen: boolean;
}

/** One place that has something to say about a handler. */
export type Level =
  | {
      readonly name: LevelName;
      /** The class, method or module that says it. */
      readonly owner: string;
      readonly rule: PermissionExpression;
    }
  | ChoosingLevel;
