import type { ExecutionContext } from '@nestjs/common';
import type { ContextId } from '@nestjs/core';
import type { Outcome } from '../composition/verdict.js';
import type { Caller, UserModel } from '../context/caller.js';
import { PermissionContext, type Question } from '../context/permission-context.js';
import type { AskedRights } from '../context/rights.js';
import type { ContextSource } from '../context/transport-reader.js';
import type { Condition } from '../permission/condition.js';
import type { BasePermission } from '../permission/base-permission.js';
import type { BoundLeaf } from '../policy/bound-leaf.js';
import type { Injected } from '../policy/dependency-injector.js';
import type { PolicyTree } from '../policy/policy.js';
import type { DynamicNode, PolicyNode } from '../policy/policy-node.js';
import { Answers } from './answers.js';
import type { DynamicTrees } from './dynamic-trees.js';
import type { Maybe } from './maybe.js';

/** What one leaf was asked, for a trace. */
export interface LeafRecord {
  readonly leaf: BoundLeaf;
  readonly phase: 'request' | 'object';
  readonly outcome: Outcome;
  /** Why it said no, where that can be told. */
  readonly reason: string | undefined;
  /** How long the rule took, in milliseconds. */
  readonly milliseconds: number;
}

/** What all evaluations of an application share. */
export interface EvaluationSettings {
  readonly users: UserModel;
  readonly ruleTimeoutMs: number;
  readonly dynamicTrees: DynamicTrees;
  /** Nest's id of the invocation, under which request-scoped classes are made. */
  contextIdOf(context: PermissionContext): ContextId;
}

/** How a permission that has no instance of its own comes by one. */
export type Scoped = Extract<Injected<BasePermission>, { create: unknown }>;

/** The object that a tree is evaluated with, and what its leaves said about it. */
export interface Subject {
  readonly object: object;
  answers: Answers<Maybe<Outcome>> | undefined;
}

/** What an invocation keeps that not every invocation has. */
class Kept {
  answers: Answers<Maybe<Outcome>> | undefined;
  instances: Map<Scoped, Promise<BasePermission>> | undefined;
  trees: Map<DynamicNode, Maybe<PolicyNode>> | undefined;
  chosen: Map<DynamicNode, PolicyNode> | undefined;
  conditions: Answers<Condition> | undefined;
  id: ContextId | undefined;
}

/** One question, and everything that its invocation remembers between its phases, so that no rule is asked twice. */
export class Evaluation implements Question {
  rights: AskedRights | undefined = undefined;
  private memory: Kept | undefined = undefined;

  /**
   * @param tree what is evaluated
   * @param records where a trace is collected, if somebody wants one
   */
  constructor(
    readonly caller: Caller,
    readonly source: ContextSource,
    readonly action: string,
    readonly execution: ExecutionContext | undefined,
    readonly settings: EvaluationSettings,
    readonly tree: PolicyTree,
    readonly records: LeafRecord[] | undefined,
  ) {}

  get model(): UserModel {
    return this.settings.users;
  }

  /** The question as a context for whoever is asked: another one each time. */
  get context(): PermissionContext {
    return new PermissionContext(this);
  }

  /** What a leaf said in the request phase, if it was asked. */
  requestAnswer(leaf: BoundLeaf): Maybe<Outcome> | undefined {
    return this.memory?.answers?.get(leaf);
  }

  /** Keeps what a leaf said in the request phase, so that it is asked at most once. */
  keepRequestAnswer(leaf: BoundLeaf, outcome: Maybe<Outcome>): void {
    const { kept } = this;
    kept.answers = new Answers(leaf, outcome, kept.answers);
  }

  /** The instance of a request- or transient-scoped permission in this invocation. */
  scopedInstance(scoped: Scoped): Promise<BasePermission> {
    return remembered((this.kept.instances ??= new Map<Scoped, Promise<BasePermission>>()), scoped, () =>
      scoped.create(this.contextId()),
    );
  }

  /** The tree that the function of this node chooses, called at most once. */
  dynamicTree(node: DynamicNode): Maybe<PolicyNode> {
    return remembered((this.kept.trees ??= new Map<DynamicNode, Maybe<PolicyNode>>()), node, () => {
      const chosen = this.settings.dynamicTrees.choose(node, this.context);
      if (chosen instanceof Promise) return chosen.then((tree) => this.keepTree(node, tree));
      return this.keepTree(node, chosen);
    });
  }

  /** The tree that was chosen for this node, if it was asked for. */
  chosenTree(node: DynamicNode): PolicyNode | undefined {
    return this.memory?.chosen?.get(node);
  }

  /** Keeps the condition of a `where()` leaf for the object, or for the list. */
  keepCondition(leaf: BoundLeaf, condition: Condition): void {
    const { kept } = this;
    kept.conditions = new Answers(leaf, condition, kept.conditions);
  }

  /** The condition of a pending `where()` leaf. */
  conditionOf(leaf: BoundLeaf): Condition | undefined {
    return this.memory?.conditions?.get(leaf);
  }

  /** Nest's id of this invocation. */
  contextId(): ContextId {
    return (this.kept.id ??= this.settings.contextIdOf(this.context));
  }

  private keepTree(node: DynamicNode, tree: PolicyNode): PolicyNode {
    (this.kept.chosen ??= new Map()).set(node, tree);
    return tree;
  }

  private get kept(): Kept {
    return (this.memory ??= new Kept());
  }
}

/** A subject of which nothing is known yet. */
export function subjectOf(object: object): Subject {
  return { object, answers: undefined };
}

/** The value under this key, made when it is first asked for. */
export function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}
