import type { Type } from '@nestjs/common';
import { CHECK_RETURNED } from '../decorators/check-returned.decorator.js';
import { declarationAt } from '../decorators/declaration.js';
import { LOAD_OBJECT } from '../decorators/load-object.decorator.js';
import { PERMISSION_ACTION } from '../decorators/permission-action.decorator.js';
import { PERMISSIONS } from '../decorators/permissions.decorator.js';
import { backendName } from '../permission/backend-rights.js';
import { isListed } from '../permission/listed.js';
import type { PermissionBackend } from '../permission/permission-backend.js';
import { actionPermissions, classLoader, handlerLoader, permissionAction } from '../policy/declarations.js';
import { describeHandler } from '../policy/handler-source.js';
import { isSafe } from '../policy/levels.js';
import type { Policy } from '../policy/policy.js';
import { leavesOf } from '../policy/policy-node.js';
import { type AuditFinding, finding } from './finding.js';
import type { ExploredHandler, UnroutedMethod } from './handler-explorer.js';
import { didYouMean } from './nearest-name.js';
import { parameterNames } from './route-paths.js';

const DECORATORS: readonly (readonly [key: string, decorator: string])[] = [
  [PERMISSIONS, '@Permissions()'],
  [LOAD_OBJECT, '@LoadObject()'],
  [CHECK_RETURNED, '@CheckReturned()'],
  [PERMISSION_ACTION, '@PermissionAction()'],
];

/** Actions that `@ActionPermissions` names and the controller does not have. */
export function unknownActions(handlers: readonly ExploredHandler[]): readonly AuditFinding[] {
  const actionsOf = new Map<Type, string[]>();
  for (const { controller, action } of handlers) {
    const actions = actionsOf.get(controller);
    if (actions === undefined) actionsOf.set(controller, [action]);
    else actions.push(action);
  }
  return [...actionsOf].flatMap(([controller, actions]) => {
    const named = actionPermissions(controller).flatMap(({ value }) =>
      'actions' in value ? [...value.actions.keys()] : [],
    );
    return named
      .filter((action) => !actions.includes(action))
      .map((action) => {
        const message = `@ActionPermissions({ ${action} }) names no handler.${didYouMean(action, actions)}`;
        return finding('unknown-action', controller.name, message);
      });
  });
}

/** Declarations on methods that nothing routes to. */
export function misplacedDeclarations(methods: readonly UnroutedMethod[]): readonly AuditFinding[] {
  return methods.flatMap(({ owner, method }) =>
    DECORATORS.filter(
      ([key]) => declarationAt(key, { target: owner.prototype as object, property: method }) !== undefined,
    ).map(([, decorator]) => {
      const message =
        `nothing routes to it, so ${decorator} protects nothing. ` +
        'Put it on the handler; in a service, ask PermissionsService.check().';
      return finding('misplaced-declaration', describeHandler({ controller: owner, action: method }), message);
    }),
  );
}

/** What is wrong with the way in which one handler asks for objects. */
export function objectProblems(handler: ExploredHandler, policy: Policy): readonly AuditFinding[] {
  return [
    loaderProblem(policy),
    pathProblem(handler, policy),
    answerProblem(handler, policy),
    scopeProblem(policy),
    actionProblem(policy),
  ].flatMap((problem) =>
    problem === undefined ? [] : [finding('invalid-declaration', describeHandler(policy), problem)],
  );
}

function loaderProblem({ injects, loader }: Policy): string | undefined {
  if (!injects.has('object') || loader !== undefined) return undefined;
  return '@LoadedObject() has nothing that loads: write @LoadObject(Service, (service, { id }) => service.findOne(id)).';
}

function actionProblem({ controller, action, transport }: Policy): string | undefined {
  const speaksForItself = transport === 'http' || transport === 'graphql';
  if (!speaksForItself || permissionAction(controller, action).safe === undefined) return undefined;
  const reason = transport === 'http' ? 'the HTTP method' : 'the kind of GraphQL operation';
  return `@PermissionAction({ safe }) is for messages: whether this handler only reads, ${reason} says.`;
}

function pathProblem(
  { paths, transport }: ExploredHandler,
  { controller, action, loader }: Policy,
): string | undefined {
  const declared = loader && (handlerLoader(controller, action) ?? classLoader(controller));
  if (transport !== 'http' || declared === undefined) return undefined;
  for (const path of paths) {
    const names = parameterNames(path);
    const absent = Object.keys(declared.value.pipes).find((name) => !names.includes(name));
    if (absent !== undefined) return `@LoadObject() reads the parameter "${absent}", which ${path} does not have.`;
  }
  return undefined;
}

function answerProblem({ answersBy }: ExploredHandler, policy: Policy): string | undefined {
  const { checkReturned, injects } = policy;
  if (checkReturned !== undefined && isSafe(policy) !== true) {
    return '@CheckReturned() comes after the fact on a method that writes: load with @LoadObject(), or check with @CheckObject().';
  }
  const asks =
    checkReturned !== undefined ? '@CheckReturned()' : injects.has('check') ? '@CheckObject()' : '@AuthorizedScope()';
  // an event of a subscription is no answer, and whoever subscribes has been asked
  if (answersBy === 'a subscription' && checkReturned === undefined) return undefined;
  if (answersBy === undefined || (checkReturned === undefined && !injects.has('check') && !injects.has('scope')))
    return undefined;
  return `it answers by ${answersBy}, where ${asks} cannot hold the answer back. Load the object with @LoadObject().`;
}

function scopeProblem({ injects, root }: Policy): string | undefined {
  if (!injects.has('scope')) return undefined;
  const leaf = leavesOf(root).find(
    ({ rules, instance }) => rules.object === 'hasObjectPermission' && !isListed(instance),
  );
  return leaf && `${leaf.name} has only hasObjectPermission(), which cannot become a query: write where() instead.`;
}

/** A list whose objects the backend would have to say, and cannot. */
export function unlistedProblems(policies: readonly Policy[], backend: PermissionBackend): readonly AuditFinding[] {
  if (backend.where !== undefined) return [];
  return policies.flatMap((policy) => {
    const leaf = policy.injects.has('scope')
      ? leavesOf(policy.root).find(({ instance }) => isListed(instance))
      : undefined;
    if (leaf === undefined) return [];
    const message =
      `${leaf.name} cannot become a query, because ${backendName(backend)} has no where(): write where(user, codes, resource), ` +
      "or check the objects of the list one by one, with @CheckReturned({ onDenied: 'filter' }).";
    return [finding('invalid-declaration', describeHandler(policy), message)];
  });
}
