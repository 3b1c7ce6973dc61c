import type { Route } from '../index.js';

/** An expression in a document: a permission by its name, or what combines several. */
export type PermissionTree =
  | string
  | { readonly and: readonly PermissionTree[] }
  | { readonly or: readonly PermissionTree[] }
  | { readonly not: PermissionTree }
  /** A function of the controller chooses for each request; where it has nothing to say, the other applies. */
  | { readonly dynamic: string; readonly otherwise: PermissionTree };

type Node = Route['policy']['declared'];

/** An expression as plain data, with every permission called as developers write it. */
export function permissionTree(node: Node): PermissionTree {
  switch (node.kind) {
    case 'leaf':
      return node.leaf.name;
    case 'constant':
      return node.name;
    case 'and':
      return { and: node.operands.map(permissionTree) };
    case 'or':
      return { or: node.operands.map(permissionTree) };
    case 'not':
      return { not: permissionTree(node.operand) };
    case 'dynamic':
      return { dynamic: node.owner, otherwise: permissionTree(node.otherwise) };
  }
}
