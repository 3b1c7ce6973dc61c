import { denialOfEither } from '../composition/verdict.js';
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
      return foldAnd(node.operands.map(fold));
    case 'or':
      return foldOr(node.operands.map(fold));
    case 'not': {
      const operand = fold(node.operand);
      if (operand.kind !== 'constant') return { kind: 'not', operand, denial: node.denial };
      const outcome = operand.outcome === 'granted' ? node.denial : 'granted';
      return { kind: 'constant', name: node.denial.by, outcome };
    }
    case 'dynamic':
      return { ...node, otherwise: fold(node.otherwise) };
  }
}

function foldAnd(operands: readonly PolicyNode[]): PolicyNode {
  const open = operands.filter((operand) => !isConstant(operand, true));
  const [first] = open;
  // all grant, and no list is empty
  if (first === undefined) return operands[0] as PolicyNode;
  const end = open.findIndex((operand) => isConstant(operand, false));
  const kept = end < 0 ? open : open.slice(0, end + 1);
  return kept.length === 1 ? first : { kind: 'and', operands: kept };
}

function foldOr(operands: readonly PolicyNode[]): PolicyNode {
  const granted = operands.find((operand) => isConstant(operand, true));
  if (granted !== undefined) return granted;
  // a constant that can still give the reason of a refusal stays: the first one, and every one with texts of its own
  const kept = operands.filter((operand, index) => index === 0 || !isSilent(operand));
  if (kept.length === 1) return kept[0] as PolicyNode;
  const denials = kept.map((operand) => (operand.kind === 'constant' ? operand.outcome : 'granted'));
  if (!denials.every((denial) => denial !== 'granted')) return { kind: 'or', operands: kept };
  return { kind: 'constant', name: 'or', outcome: denials.reduce(denialOfEither) };
}

function isSilent(node: PolicyNode): boolean {
  if (node.kind !== 'constant' || node.outcome === 'granted') return false;
  return node.outcome.message === undefined && node.outcome.code === undefined;
}

function isConstant(node: PolicyNode, granted: boolean): boolean {
  return node.kind === 'constant' && (node.outcome === 'granted') === granted;
}
