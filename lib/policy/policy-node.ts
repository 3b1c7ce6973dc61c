import type { Denial } from '../composition/verdict.js';
import type { ActionPermissionsFunction } from '../decorators/action-permissions.decorator.js';
import type { BoundLeaf } from './bound-leaf.js';
import type { HostModule } from './handler-source.js';

/** An expression bound to its permissions: what is evaluated for every request. */
export type PolicyNode =
  | { readonly kind: 'leaf'; readonly leaf: BoundLeaf }
  | { readonly kind: 'constant'; readonly name: string; readonly outcome: 'granted' | Denial }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly PolicyNode[] }
  | { readonly kind: 'not'; readonly operand: PolicyNode; readonly denial: Denial }
  | DynamicNode;

/** A place where a function of the context chooses the expression, for each invocation. */
export interface DynamicNode {
  readonly kind: 'dynamic';
  readonly choose: ActionPermissionsFunction;
  /** The controller that declares the function. */
  readonly owner: string;
  /** Whether what it chooses may open the handler. */
  readonly mayOpen: boolean;
  readonly host: HostModule;
  readonly safe: boolean | undefined;
  /** What applies when the function has nothing to say. */
  readonly otherwise: PolicyNode;
}

/** The leaves of a tree, once for every place where they stand. */
export function leavesOf(node: PolicyNode): readonly BoundLeaf[] {
  switch (node.kind) {
    case 'leaf':
      return [node.leaf];
    case 'constant':
      return [];
    case 'and':
    case 'or':
      return node.operands.flatMap(leavesOf);
    case 'not':
      return leavesOf(node.operand);
    case 'dynamic':
      return leavesOf(node.otherwise);
  }
}

/** Whether a function of the context has a say in this tree. */
export function isDynamic(node: PolicyNode): boolean {
  switch (node.kind) {
    case 'leaf':
    case 'constant':
      return false;
    case 'and':
    case 'or':
      return node.operands.some(isDynamic);
    case 'not':
      return isDynamic(node.operand);
    case 'dynamic':
      return true;
  }
}

/** Whether a verdict of this folded tree can depend on an object, as far as start-up can know. */
export function canPend(node: PolicyNode): boolean {
  switch (node.kind) {
    case 'leaf':
      return node.leaf.rules.object !== undefined;
    case 'constant':
      return false;
    case 'and':
      return node.operands.some(canPend) && !node.operands.some((operand) => operand.kind === 'constant');
    case 'or':
      return node.operands.some(canPend);
    case 'not':
      return canPend(node.operand);
    case 'dynamic':
      return canPend(node.otherwise);
  }
}
