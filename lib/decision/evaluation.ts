import type { ContextId } from '@nestjs/core';
import type { Outcome } from '../composition/verdict.js';
import type { PermissionContext } from '../context/permission-context.js';
import type { BasePermission } from '../permission/base-permission.js';
import type { Condition } from '../permission/condition.js';
import type { BoundLeaf } from '../policy/bound-leaf.js';
import type { DynamicNode, PolicyNode } from '../policy/policy-node.js';
import type { DynamicTrees } from './dynamic-trees.js';

/** A value, or the promise of one. Nothing is awaited unless a rule is asynchronous. */
export type Maybe<T> = T | Promise<T>;

/** What one leaf was asked, for a trace. */
export interface LeafRecord {
  readonly leaf: BoundLeaf;
  readonly phase: 'request' | 'object';
  readonly outcome: Outcome;
  /** How long the rule took, in milliseconds. */
  readonly milliseconds: number;
}

/** What all evaluations of an application share. */
export interface EvaluationSettings {
  readonly ruleTimeoutMs: number;
  readonly dynamicTrees: DynamicTrees;
  /** Nest's id of the invocation, under which request-scoped classes are made. */
  contextIdOf(context: PermissionContext): ContextId;
}

/** The object that a tree is evaluated with, and what its leaves said about it. */
export interface Subject {
  readonly object: object;
  readonly answers: Map<BoundLeaf, Maybe<Outcome>>;
}

/** Everything that one invocation remembers between its phases, so that no rule is asked twice. */
export class Evaluation {
  private requestAnswers: Map<BoundLeaf, Maybe<Outcome>> | undefined;
  private instances: Map<BoundLeaf, Promise<BasePermission>> | undefined;
  private trees: Map<DynamicNode, Maybe<PolicyNode>> | undefined;
  private chosen: Map<DynamicNode, PolicyNode> | undefined;
  private conditions: Map<BoundLeaf, Condition> | undefined;
  private id: ContextId | undefined;

  /**
   * @param remembers whether answers of the request phase will be needed again
   * @param records where a trace is collected, if somebody wants one
   */
  constructor(
    readonly context: PermissionContext,
    readonly settings: EvaluationSettings,
    private readonly remembers: boolean,
    readonly records?: LeafRecord[],
  ) {}

  /** What a leaf said in the request phase, if it was asked. */
  requestAnswer(leaf: BoundLeaf): Maybe<Outcome> | undefined {
    return this.requestAnswers?.get(leaf);
  }

  /** Keeps what a leaf said in the request phase, so that it is asked at most once. */
  keepRequestAnswer(leaf: BoundLeaf, outcome: Maybe<Outcome>): void {
    if (!this.remembers) return;
    this.requestAnswers ??= new Map();
    this.requestAnswers.set(leaf, outcome);
  }

  /** The instance that answers for a request- or transient-scoped permission in this invocation. */
  scopedInstance(leaf: BoundLeaf, create: (contextId: ContextId) => Promise<BasePermission>): Promise<BasePermission> {
    this.instances ??= new Map();
    return remembered(this.instances, leaf, () => create(this.contextId()));
  }

  /** The tree that the function of this node chooses, called at most once. */
  dynamicTree(node: DynamicNode): Maybe<PolicyNode> {
    this.trees ??= new Map();
    return remembered(this.trees, node, () => {
      const chosen = this.settings.dynamicTrees.choose(node, this.context);
      if (chosen instanceof Promise) return chosen.then((tree) => this.keepTree(node, tree));
      return this.keepTree(node, chosen);
    });
  }

  /** The tree that was chosen for this node, if it was asked for. */
  chosenTree(node: DynamicNode): PolicyNode | undefined {
    return this.chosen?.get(node);
  }

  /** Keeps the condition of a `where()` leaf for the object, or for the list. */
  keepCondition(leaf: BoundLeaf, condition: Condition): void {
    this.conditions ??= new Map();
    this.conditions.set(leaf, condition);
  }

  /** The condition of a pending `where()` leaf. */
  conditionOf(leaf: BoundLeaf): Condition | undefined {
    return this.conditions?.get(leaf);
  }

  /** Nest's id of this invocation. */
  contextId(): ContextId {
    return (this.id ??= this.settings.contextIdOf(this.context));
  }

  private keepTree(node: DynamicNode, tree: PolicyNode): PolicyNode {
    this.chosen ??= new Map();
    this.chosen.set(node, tree);
    return tree;
  }
}

/** A subject of which nothing is known yet. */
export function subjectOf(object: object): Subject {
  return { object, answers: new Map() };
}

/** The value under this key, made when it is first asked for. */
export function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}
