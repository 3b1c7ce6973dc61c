import { allOf } from '../composition/all-of.js';
import type { PermissionExpression, PermissionOperand } from '../composition/expression.js';
import type { PermissionContext } from '../context/permission-context.js';
import { declare } from './declaration.js';

/** The metadata key of {@link ActionPermissions}. */
export const ACTION_PERMISSIONS = 'nestjs-permissions:action-permissions';

/** The permissions of one action: a list, which means AND, or one permission. */
export type ActionPermissionList = readonly [PermissionOperand, ...PermissionOperand[]] | PermissionOperand;

/** Chooses the permissions of the action that is asked for; `undefined` leaves it to the next outer level. */
export type ActionPermissionsFunction = (context: PermissionContext) => ActionPermissionList | undefined;

/** What {@link ActionPermissions} writes down. */
export type ActionPermissionsDeclaration =
  { readonly choose: ActionPermissionsFunction } | { readonly actions: ReadonlyMap<string, PermissionExpression> };

/** A class that has a method for each of these actions. */
type ControllerWith<Action extends PropertyKey> = abstract new (
  ...dependencies: never[]
) => Record<Action, (...parameters: never[]) => unknown>;

/**
 * Declares permissions for single actions of a controller, like `get_permissions()` of Django REST Framework: a map from
 * method names to permissions, or a synchronous function of the context.
 * @throws PermissionsConfigurationError for a list that is empty or holds what is no permission
 */
export function ActionPermissions(choose: ActionPermissionsFunction): ClassDecorator;
export function ActionPermissions<Action extends string>(
  actions: Readonly<Record<Action, ActionPermissionList>>,
): (target: ControllerWith<Action>) => void;
export function ActionPermissions(
  declaration: ActionPermissionsFunction | Readonly<Record<string, ActionPermissionList>>,
): (target: { readonly name: string }) => void {
  return (target) => {
    const declared: ActionPermissionsDeclaration =
      typeof declaration === 'function'
        ? { choose: declaration }
        : {
            actions: new Map(
              Object.entries(declaration).map(([action, list]) => [
                action,
                allOf(list, `@ActionPermissions({ ${action} }) of ${target.name}`),
              ]),
            ),
          };
    declare('ActionPermissions()', ACTION_PERMISSIONS, { target, property: undefined }, Object.freeze(declared));
  };
}
