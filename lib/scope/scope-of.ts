import { askRequest } from '../decision/ask-leaf.js';
import type { Evaluation } from '../decision/evaluation.js';
import { chain, type Maybe } from '../decision/maybe.js';
import type { BoundLeaf } from '../policy/bound-leaf.js';
import type { PolicyNode } from '../policy/policy-node.js';
import { askList } from './ask-list.js';
import type { Formula, ScopeTerm } from './formula.js';

/**
 * The scope of a tree, from the answers of the request phase.
 * @throws RuleFailure for a permission that can only judge one object at a time
 */
export function scopeOf(node: PolicyNode, evaluation: Evaluation): Maybe<ScopeTerm> {
  switch (node.kind) {
    case 'leaf':
      return chain(askRequest(node.leaf, evaluation), (outcome) => {
        if (outcome !== 'pending') return outcome === 'granted' ? 'all' : 'none';
        return conditionOf(node.leaf, evaluation);
      });
    case 'constant':
      return node.outcome === 'granted' ? 'all' : 'none';
    case 'not':
      return chain(scopeOf(node.operand, evaluation), negated);
    case 'and':
    case 'or':
      return joined(node.kind, node.operands, evaluation);
    case 'dynamic':
      return chain(evaluation.dynamicTree(node), (chosen) => scopeOf(chosen, evaluation));
  }
}

function conditionOf(leaf: BoundLeaf, evaluation: Evaluation): Maybe<ScopeTerm> {
  const condition = evaluation.conditionOf(leaf);
  return condition === undefined ? askList(leaf, evaluation) : { kind: 'where', condition };
}

function negated(term: ScopeTerm): ScopeTerm {
  if (term === 'all') return 'none';
  return term === 'none' ? 'all' : { kind: 'not', operand: term };
}

function joined(
  kind: 'and' | 'or',
  nodes: readonly PolicyNode[],
  evaluation: Evaluation,
  from = 0,
  terms: readonly Formula[] = [],
): Maybe<ScopeTerm> {
  const [deciding, neutral] = kind === 'and' ? (['none', 'all'] as const) : (['all', 'none'] as const);
  const operands = [...terms];
  for (let index = from; index < nodes.length; index++) {
    const term = scopeOf(nodes[index] as PolicyNode, evaluation);
    if (term instanceof Promise) {
      return term.then((settled) => {
        if (settled === deciding) return settled;
        return joined(
          kind,
          nodes,
          evaluation,
          index + 1,
          typeof settled === 'string' ? operands : [...operands, settled],
        );
      });
    }
    if (term === deciding) return term;
    if (typeof term !== 'string') operands.push(term);
  }
  const [only] = operands;
  if (only === undefined) return neutral;
  return operands.length === 1 ? only : { kind, operands };
}
