import { allOf } from '../composition/all-of.js';
import { constantTruth } from '../composition/constant-truth.js';
import { EXPRESSION, type PermissionExpression } from '../composition/expression.js';
import type { PermissionContext } from '../context/permission-context.js';
import { labelOf } from '../permission/named-permission.js';
import { fold } from '../policy/fold.js';
import type { DynamicNode, PolicyNode } from '../policy/policy-node.js';
import type { TreeBuilder } from '../policy/tree-builder.js';
import { printableError } from './printable.js';
import { RuleFailure } from './rule-failure.js';
import { isThenable } from '../context/is-thenable.js';
import { failureOf } from './settle.js';

// enough for every structure that a team writes; a function that makes new ones without end must not fill the memory
const MAXIMUM_STRUCTURES = 1_000;

/** Binds what the functions of `@ActionPermissions` choose, once for each structure. */
export class DynamicTrees {
  private readonly bound = new WeakMap<DynamicNode, Map<string, PolicyNode>>();
  private readonly numbers = new WeakMap<object, number>();
  private count = 0;

  constructor(private readonly trees: TreeBuilder) {}

  /** @throws RuleFailure for a function that throws, is asynchronous, or answers what is no list of permissions */
  choose(node: DynamicNode, context: PermissionContext): PolicyNode | Promise<PolicyNode> {
    const rule = `The function of @ActionPermissions() of ${node.owner}`;
    const expression = this.chosen(node, context, rule);
    if (expression === undefined) return node.otherwise;
    if (!node.mayOpen && constantTruth(expression, node.safe) === true) return node.otherwise;
    const known = this.bound.get(node) ?? new Map<string, PolicyNode>();
    this.bound.set(node, known);
    const key = this.structureOf(expression);
    return known.get(key) ?? this.bind(node, expression, known, key);
  }

  private chosen(node: DynamicNode, context: PermissionContext, rule: string): PermissionExpression | undefined {
    let answer: unknown;
    try {
      answer = node.choose(context);
    } catch (error) {
      throw failureOf(error, rule);
    }
    if (answer === undefined) return undefined;
    if (isThenable(answer))
      throw new RuleFailure(`${rule} is asynchronous: choose synchronously, and let the permissions await.`);
    try {
      return allOf(answer, rule);
    } catch (error) {
      throw new RuleFailure(printableError(error));
    }
  }

  private async bind(
    node: DynamicNode,
    expression: PermissionExpression,
    known: Map<string, PolicyNode>,
    key: string,
  ): Promise<PolicyNode> {
    try {
      const { host, safe, otherwise } = node;
      const tree = fold(await this.trees.bind(expression, { host, safe, inherited: () => Promise.resolve(otherwise) }));
      if (known.size >= MAXIMUM_STRUCTURES) known.clear();
      known.set(key, tree);
      return tree;
    } catch (error) {
      throw new RuleFailure(printableError(error));
    }
  }

  private structureOf(expression: PermissionExpression): string {
    switch (expression[EXPRESSION]) {
      case 'inherited':
        return 'i';
      case 'permission':
        return JSON.stringify(labelOf(expression.permission) ?? this.numberOf(expression.permission));
      case 'not':
        return `n(${this.structureOf(expression.operand)},${JSON.stringify([expression.message, expression.code])})`;
      case 'and':
      case 'or':
        return `${expression[EXPRESSION]}(${expression.operands.map((operand) => this.structureOf(operand)).join()})`;
    }
  }

  private numberOf(permission: object): number {
    const known = this.numbers.get(permission);
    if (known !== undefined) return known;
    this.numbers.set(permission, ++this.count);
    return this.count;
  }
}
