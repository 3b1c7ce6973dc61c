import type { PolicyNode } from './policy-node.js';

/**
 * Takes out of a tree what is settled before any request. A constant that decides a disjunction replaces it; one that
 * denies a conjunction cuts off what stands behind it, and keeps what stands before, whose reason comes first.
 */
export function fold(node: PolicyNode): PolicyNode {
  switch (node.kind) {
    case 'leaf':
    case 'constant':
      return node;
    case 'and':
      return foldAnd(node.operands.map(fold), node);
    case 'or':
      return foldOr(node.operands.map(fold), node);
    case 'not': {
      const operand = fold(node.operand);
      if (operand.kind !== 'constant') return { ...node, operand };
      const outcome = operand.outcome === 'granted' ? node.denial : 'granted';
      return { kind: 'constant', name: node.denial.by, outcome };
    }
    case 'dynamic':
      return { ...node, otherwise: fold(node.otherwise) };
  }
}

function foldAnd(operands: readonly PolicyNode[], node: PolicyNode): PolicyNode {
  const open = operands.filter((operand) => !isConstant(operand, true));
  const [first] = open;
  if (first === undefined) return operands[0] ?? node;
  const end = open.findIndex((operand) => isConstant(operand, false));
  const kept = end < 0 ? open : open.slice(0, end + 1);
  return kept.length === 1 ? first : { kind: 'and', operands: kept };
}

function foldOr(operands: readonly PolicyNode[], node: PolicyNode): PolicyNode {
  const granted = operands.find((operand) => isConstant(operand, true));
  if (granted !== undefined) return granted;
  const open = operands.filter((operand) => !isConstant(operand, false));
  const [first] = open;
  if (first === undefined) return operands[0] ?? node;
  return open.length === 1 ? first : { kind: 'or', operands: open };
}

function isConstant(node: PolicyNode, granted: boolean): boolean {
  return node.kind === 'constant' && (node.outcome === 'granted') === granted;
}
