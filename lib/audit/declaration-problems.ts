import { CHECK_RETURNED } from '../decorators/check-returned.decorator.js';
import { declarationAt } from '../decorators/declaration.js';
import { LOAD_OBJECT } from '../decorators/load-object.decorator.js';
import { PERMISSIONS } from '../decorators/permissions.decorator.js';
import { actionPermissions, classLoader, handlerLoader } from '../policy/declarations.js';
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
];

/** Actions that `@ActionPermissions` names and the controller does not have. */
export function unknownActions(handlers: readonly ExploredHandler[]): readonly AuditFinding[] {
  return [...new Set(handlers.map(({ controller }) => controller))].flatMap((controller) => {
    const actions = handlers.filter((handler) => handler.controller === controller).map(({ action }) => action);
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
  ].flatMap((problem) =>
    problem === undefined ? [] : [finding('invalid-declaration', describeHandler(policy), problem)],
  );
}

function loaderProblem({ injects, loader }: Policy): string | undefined {
  if (!injects.has('object') || loader !== undefined) return undefined;
  return '@LoadedObject() has nothing that loads: write @LoadObject(Service, (service, { id }) => service.findOne(id)).';
}

function pathProblem({ paths }: ExploredHandler, { controller, action, loader }: Policy): string | undefined {
  const declared = handlerLoader(controller, action) ?? classLoader(controller);
  if (loader === undefined || declared === undefined) return undefined;
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
  if (answersBy === undefined || (checkReturned === undefined && !injects.has('check') && !injects.has('scope')))
    return undefined;
  return `it answers by ${answersBy}, where ${asks} cannot hold the answer back. Load the object with @LoadObject().`;
}

function scopeProblem({ injects, root }: Policy): string | undefined {
  if (!injects.has('scope')) return undefined;
  const leaf = leavesOf(root).find(({ rules }) => rules.object === 'hasObjectPermission');
  return leaf && `${leaf.name} has only hasObjectPermission(), which cannot become a query: write where() instead.`;
}
