import { denialBy } from '../composition/verdict.js';
import { EXPRESSION, type PermissionExpression } from '../composition/expression.js';
import { constantOf } from '../permission/constant.js';
import { permissionName } from '../permission/named-permission.js';
import { PermissionsConfigurationError } from '../permission/permissions-configuration-error.js';
import type { HostModule } from './handler-source.js';
import { fold } from './fold.js';
import type { PermissionResolver } from './permission-resolver.js';
import type { PolicyTree } from './policy.js';
import { canPend, isDynamic, leavesOf, type PolicyNode } from './policy-node.js';
import { MOST_LEAVES, programOf } from './program.js';

/** What an expression is bound within. */
export interface BindingScope {
  readonly host: HostModule;
  /** Whether the route's method only reads; `undefined` where it answers to several. */
  readonly safe: boolean | undefined;
  /** What stands for `Inherited`. */
  readonly inherited: (() => Promise<PolicyNode>) | undefined;
}

/** Binds expressions to permissions. */
export class TreeBuilder {
  constructor(private readonly permissions: PermissionResolver) {}

  /** @throws PermissionsConfigurationError for a permission that cannot be made, or an `Inherited` with nothing behind it */
  async bind(expression: PermissionExpression, scope: BindingScope): Promise<PolicyNode> {
    switch (expression[EXPRESSION]) {
      case 'inherited':
        if (scope.inherited !== undefined) return scope.inherited();
        throw new PermissionsConfigurationError(
          'Inherited stands in the outermost list, where there is nothing to inherit.',
        );
      case 'permission': {
        const { permission } = expression;
        const constant = constantOf(permission, scope.safe);
        if (constant === undefined) return { kind: 'leaf', leaf: await this.permissions.bind(permission, scope.host) };
        const name = permissionName(permission);
        return { kind: 'constant', name, outcome: constant ? 'granted' : denialBy(name) };
      }
      case 'not': {
        const { operand: negated, ...texts } = expression;
        const operand = await this.bind(negated, scope);
        return { kind: 'not', operand, denial: denialBy(`not(${nameOf(operand)})`, texts) };
      }
      case 'and':
      case 'or': {
        const operands: PolicyNode[] = [];
        if (expression.operands.length === 0) {
          throw new PermissionsConfigurationError(
            `${expression[EXPRESSION]}() has no operands: they were taken out of it.`,
          );
        }
        // one after the other: two operands must not make two instances of one class
        for (const operand of expression.operands) operands.push(await this.bind(operand, scope));
        return { kind: expression[EXPRESSION], operands };
      }
    }
  }
}

/** Folds a bound tree, and finds out what its evaluation needs. */
export function treeOf(declared: PolicyNode): PolicyTree {
  const root = fold(declared);
  const leaves = leavesOf(root);
  const pending = canPend(root);
  const scoped = leaves.some(({ instance }) => instance === undefined);
  const repeats = new Set(leaves).size < leaves.length || isDynamic(root);
  const remembers = pending || scoped || repeats;
  const program = remembers || leaves.length > MOST_LEAVES ? undefined : programOf(root);
  return { declared, root, canPend: pending, remembers, repeats, program };
}

/** A bound tree as a developer would write it. */
export function nameOf(node: PolicyNode): string {
  switch (node.kind) {
    case 'leaf':
      return node.leaf.name;
    case 'constant':
      return node.name;
    case 'not':
      return node.denial.by;
    case 'and':
    case 'or':
      return `${node.kind}(${node.operands.map(nameOf).join(', ')})`;
    case 'dynamic':
      return `${node.owner}(context) ?? ${nameOf(node.otherwise)}`;
  }
}
