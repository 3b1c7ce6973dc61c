import { ContextIdFactory } from '@nestjs/core';
import type { PermissionExpression, PermissionOperand } from '../../lib/composition/expression.js';
import { toExpression } from '../../lib/composition/operand.js';
import type { Outcome } from '../../lib/composition/verdict.js';
import { callerOf, defaultIsAdmin, defaultUserId } from '../../lib/context/caller.js';
import { PermissionContext, type Question } from '../../lib/context/permission-context.js';
import type { ContextSource } from '../../lib/context/transport-reader.js';
import { decide as decideTree } from '../../lib/decision/decide.js';
import { DynamicTrees } from '../../lib/decision/dynamic-trees.js';
import { Evaluation, type LeafRecord, subjectOf } from '../../lib/decision/evaluation.js';
import { BackendRights } from '../../lib/permission/backend-rights.js';
import { BasePermission } from '../../lib/permission/base-permission.js';
import type { PermissionBackend } from '../../lib/permission/permission-backend.js';
import { UserPermissionsBackend } from '../../lib/permission/user-permissions-backend.js';
import type { BoundLeaf } from '../../lib/policy/bound-leaf.js';
import type { DependencyInjector } from '../../lib/policy/dependency-injector.js';
import type { HostModule } from '../../lib/policy/handler-source.js';
import { PermissionResolver } from '../../lib/policy/permission-resolver.js';
import type { PolicyTree } from '../../lib/policy/policy.js';
import { TreeBuilder, treeOf } from '../../lib/policy/tree-builder.js';

/** What the rules of a leaf answer; a function is called for its answer. A rule that is not named is not defined. */
export interface LeafRules {
  readonly request?: unknown;
  readonly object?: unknown;
  readonly where?: unknown;
  readonly message?: string;
  readonly code?: string;
}

/** A permission that answers as told, and writes each call down as `name.rule`. */
export function leaf(name: string, rules: LeafRules, calls: string[] = []): BasePermission {
  class Leaf extends BasePermission {}
  const { message, code } = rules;
  const define = (method: string, short: string, answer: unknown): void => {
    const rule = (): unknown => {
      calls.push(`${name}.${short}`);
      return typeof answer === 'function' ? (answer as () => unknown)() : answer;
    };
    Object.defineProperty(Leaf.prototype, method, { value: rule });
  };
  Object.defineProperty(Leaf, 'name', { value: name });
  if ('request' in rules) define('hasPermission', 'r', rules.request);
  if ('object' in rules) define('hasObjectPermission', 'o', rules.object);
  if ('where' in rules) define('where', 'w', rules.where);
  return Object.assign(new Leaf(), message !== undefined && { message }, code !== undefined && { code });
}

/** What a context is asked for in a test. */
export interface Asked {
  readonly user?: unknown;
  readonly method?: string;
  readonly action?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly backend?: PermissionBackend;
  readonly isSuperuser?: (user: object) => boolean;
}

/** A context as the guard would make it. */
export function contextOf(asked: Asked = {}): PermissionContext {
  return new PermissionContext(questionOf(asked));
}

function questionOf(asked: Asked): Question {
  const { user, method = 'GET', action = 'retrieve', params = {} } = asked;
  const rights = new BackendRights(asked.isSuperuser, asked.backend ?? new UserPermissionsBackend());
  const model = { getUserId: defaultUserId, isAdmin: defaultIsAdmin, rights };
  const request = { user, method, params };
  const source: ContextSource = {
    transport: 'http',
    request: () => request,
    method: () => method,
    params: () => params,
    origin: () => request,
  };
  return { caller: callerOf(user, model), model, source, action, execution: undefined, rights: undefined };
}

/** A module that nothing is injected from. */
export const host = { metatype: { name: 'PostsModule' } } as unknown as HostModule;

/** Dependency injection that is plain `new`. */
const plainNew = {
  find: (token: new () => object) => Promise.resolve({ instance: new token(), made: true }),
} as unknown as DependencyInjector;

/** A builder of trees whose permissions are made by plain `new`. */
export function treeBuilder(): TreeBuilder {
  return new TreeBuilder(new PermissionResolver(plainNew));
}

/** Binds an expression for a route; `safe` tells whether its method only reads. */
export async function treeFor(
  operand: PermissionOperand,
  safe?: boolean,
  builder: TreeBuilder = treeBuilder(),
): Promise<PolicyTree> {
  return treeOf(await builder.bind(toExpression(operand, 'a test', 1), { host, safe, inherited: undefined }));
}

/** The one leaf that a permission is bound to. */
export async function boundLeaf(permission: PermissionOperand): Promise<BoundLeaf> {
  const { root } = await treeFor(permission);
  if (root.kind !== 'leaf') throw new Error('The test needs a permission that is no constant.');
  return root.leaf;
}

/** Begins an evaluation of a tree, or of one of which only what must be remembered matters. */
export function evaluationOf(
  tree: Pick<PolicyTree, 'remembers'> & Partial<PolicyTree>,
  asked: Asked = {},
  { ruleTimeoutMs = 0, records }: { readonly ruleTimeoutMs?: number; readonly records?: LeafRecord[] } = {},
): Evaluation {
  const { caller, model, source, action, execution } = questionOf(asked);
  const settings = {
    users: model,
    ruleTimeoutMs,
    dynamicTrees: new DynamicTrees(treeBuilder()),
    contextIdOf: () => ContextIdFactory.create(),
  };
  const whole = { repeats: tree.remembers, program: undefined, ...tree } as PolicyTree;
  return new Evaluation(caller, source, action, execution, settings, whole, records);
}

/** What a decision came to in its two phases; the object is asked for only when the request left the verdict pending. */
export interface Decided {
  readonly request: Outcome;
  readonly final: Outcome;
}

/** Decides as the guard does: the request first, then the object where the verdict depends on it. */
export async function decide(
  operand: PermissionOperand | PermissionExpression,
  asked: Asked = {},
  object: object = {},
): Promise<Decided> {
  const tree = await treeFor(operand);
  const evaluation = evaluationOf(tree, asked);
  const request = await decideTree(evaluation);
  const final = request === 'pending' ? await decideTree(evaluation, subjectOf(object)) : request;
  return { request, final };
}
