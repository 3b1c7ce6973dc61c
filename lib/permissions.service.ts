import { Inject, Injectable, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { didYouMean } from './audit/nearest-name.js';
import type { Authorizer } from './authorizer.js';
import { isExpression, type PermissionExpression, type PermissionOperand } from './composition/expression.js';
import { toExpression } from './composition/operand.js';
import type { Outcome } from './composition/verdict.js';
import { type Circumstances, DetachedSource } from './context/detached-source.js';
import { type Decision, decisionOf } from './decision/decision.js';
import { type Evaluation, type LeafRecord, subjectOf } from './decision/evaluation.js';
import { missing, type Refusal } from './decision/refusal.js';
import { RuleFailure } from './decision/rule-failure.js';
import { exceptionFor } from './exceptions.js';
import { isPermissionInstance } from './permission/base-permission.js';
import { PermissionsConfigurationError } from './permission/permissions-configuration-error.js';
import type { HostModule } from './policy/handler-source.js';
import type { Policy, PolicyTree } from './policy/policy.js';
import type { PolicyRegistry } from './policy/policy-registry.js';
import { nameOf, TreeBuilder, treeOf } from './policy/tree-builder.js';
import { Scope } from './scope/scope.js';
import { scopeOf } from './scope/scope-of.js';
import { AUTHORIZER, REGISTRY } from './tokens.js';

/**
 * An action of a controller with everything that applies to it, and what its rules may read of a request. The method is
 * the route's; it is only to be given for a route that answers to all.
 */
export interface ActionTarget extends Circumstances {
  readonly controller: Type;
  readonly action: string;
}

/** What is asked about: an expression, or an action of a controller. */
export type PermissionTarget = PermissionOperand | ActionTarget;

interface Answered {
  readonly tree: Policy | PolicyTree;
  readonly evaluation: Evaluation;
  /** Whether the object had to be asked to come to the outcome. */
  readonly withObject: boolean;
  readonly outcome: Outcome;
}

/** Asks by hand what the guard asks for a request, also where there is none: in a queue worker, a job, a command. */
@Injectable()
export class PermissionsService {
  private readonly trees = new WeakMap<object, Promise<PolicyTree>>();

  constructor(
    @Inject(AUTHORIZER) private readonly authorizer: Authorizer,
    @Inject(REGISTRY) private readonly registry: PolicyRegistry,
    @Inject(TreeBuilder) private readonly builder: TreeBuilder,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
  ) {}

  /**
   * Whether this user may. What depends on an object is refused as long as none is given.
   * @throws PermissionsConfigurationError for an action that does not exist; HttpException for a rule that fails
   */
  async can(target: PermissionTarget, user: unknown, object?: object | null): Promise<boolean> {
    return object !== null && (await this.decide(target, user, object)).outcome === 'granted';
  }

  /**
   * Answers the object, or nothing where none is given, when this user may.
   * @param object the object; `null` or `undefined` in its place is one that does not exist
   * @throws PermissionDenied, NotAuthenticated or ObjectNotFound when not; else as {@link can}
   */
  async check(target: PermissionTarget, user: unknown): Promise<void>;
  async check<T extends object>(target: PermissionTarget, user: unknown, object: T | null | undefined): Promise<T>;
  async check(target: PermissionTarget, user: unknown, ...objects: [] | [object | null | undefined]): Promise<unknown> {
    const [object] = objects;
    const { outcome, refusal, tree } = await this.decide(target, user, object);
    if (refusal !== undefined) throw exceptionFor(refusal);
    if (objects.length > 0 && (object === null || object === undefined)) throw exceptionFor(missing());
    if (outcome === 'granted') return object;
    throw this.authorizer.thrown(new RuleFailure(`${nameOf(tree.declared)} depends on an object: give check() one.`));
  }

  /**
   * The verdict with its reason, and what every permission said.
   * @throws as {@link can}
   */
  async explain(target: PermissionTarget, user: unknown, object?: object | null): Promise<Decision> {
    const { outcome, evaluation, withObject, tree } = await this.ask(target, user, object, []);
    const anonymous = evaluation.caller.user === null;
    const refusal =
      typeof outcome === 'object' ? this.authorizer.refusalOf(outcome, anonymous, tree, withObject) : undefined;
    return decisionOf(tree.declared, evaluation, outcome, refusal);
  }

  /**
   * The objects of a list that this user may see.
   * @throws as {@link can}; for a permission that has only `hasObjectPermission()`, HttpException 500
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- callers that hand a scope on need not name its objects
  async scope<T extends object = any>(target: PermissionTarget, user: unknown): Promise<Scope<T>> {
    return this.guarded(async () => {
      const { tree, evaluation } = await this.begin(target, user);
      const noUse = (): void => undefined;
      return new Scope<T>(await scopeOf(tree.root, evaluation), noUse);
    });
  }

  /**
   * The names of the actions of a controller that this user may use.
   * @throws as {@link can}; PermissionsConfigurationError for a class that is no controller
   */
  async allowedActions(controller: Type, user: unknown, object?: object | null): Promise<string[]> {
    const allowed: string[] = [];
    for (const { action } of this.policiesOf(controller)) {
      if (await this.can({ controller, action }, user, object)) allowed.push(action);
    }
    return allowed;
  }

  private async decide(
    target: PermissionTarget,
    user: unknown,
    object: object | null | undefined,
  ): Promise<Pick<Answered, 'outcome' | 'tree'> & { readonly refusal: Refusal | undefined }> {
    const { outcome, evaluation, withObject, tree } = await this.ask(target, user, object);
    return { outcome, tree, refusal: this.authorizer.conclude(tree, evaluation, outcome, withObject) };
  }

  private ask(
    target: PermissionTarget,
    user: unknown,
    object?: object | null,
    records?: LeafRecord[],
  ): Promise<Answered> {
    return this.guarded(async () => {
      const begun = await this.begin(target, user, records);
      const { evaluation } = begun;
      const outcome = await this.authorizer.decide(evaluation);
      if (outcome !== 'pending' || object === undefined || object === null)
        return { ...begun, outcome, withObject: false };
      return { ...begun, outcome: await this.authorizer.decide(evaluation, subjectOf(object)), withObject: true };
    });
  }

  private async begin(
    target: PermissionTarget,
    user: unknown,
    records?: LeafRecord[],
  ): Promise<Pick<Answered, 'tree' | 'evaluation'>> {
    const caller = this.authorizer.callerOf(user);
    const given = isAction(target) ? target : undefined;
    const policy = given && this.policyOf(given);
    const tree = policy ?? (await this.treeOf(target as PermissionOperand));
    const source = new DetachedSource(policy?.method, given);
    const name = policy?.actionName ?? '';
    return { tree, evaluation: this.authorizer.evaluation(tree, caller, source, name, undefined, records) };
  }

  private policyOf({ controller, action }: ActionTarget): Policy {
    const policy = this.registry.named(controller, action);
    if (policy !== undefined) return policy;
    const actions = this.policiesOf(controller).map((each) => each.action);
    throw new PermissionsConfigurationError(
      `${controller.name} has no action "${action}".${didYouMean(action, actions)}`,
    );
  }

  private policiesOf(controller: Type): readonly Policy[] {
    const policies = this.registry.ofController(controller);
    if (policies.length > 0) return policies;
    throw new PermissionsConfigurationError(
      `${nameOfClass(controller)} has no handlers that are known: is it a controller, and has the application started?`,
    );
  }

  private treeOf(operand: PermissionOperand): Promise<PolicyTree> {
    const known = this.trees.get(operand);
    if (known !== undefined) return known;
    const tree = this.bind(toExpression(operand, 'PermissionsService', 1));
    this.trees.set(operand, tree);
    return tree;
  }

  private async bind(expression: PermissionExpression): Promise<PolicyTree> {
    const host = [...this.modules.values()].find(({ providers }) => providers.has(AUTHORIZER));
    // this service is a provider of that module
    return treeOf(
      await this.builder.bind(expression, { host: host as HostModule, safe: undefined, inherited: undefined }),
    );
  }

  private async guarded<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw this.authorizer.thrown(error);
    }
  }
}

function isAction(target: PermissionTarget): target is ActionTarget {
  if (typeof target !== 'object' || isExpression(target) || isPermissionInstance(target)) return false;
  return (target as unknown) !== null && Object.hasOwn(target, 'controller');
}

// an import cycle leaves undefined where a class was meant
function nameOfClass(controller: Type | undefined): string {
  return controller === undefined ? 'undefined' : controller.name;
}
