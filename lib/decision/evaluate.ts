import { type Denial, denialOfEither, type Outcome } from '../composition/verdict.js';
import type { PolicyNode } from '../policy/policy-node.js';
import { askObject, askRequest } from './ask-leaf.js';
import type { Evaluation, Subject } from './evaluation.js';
import { chain, type Maybe } from './maybe.js';

type Operands = readonly PolicyNode[];

/**
 * The one evaluation of a tree, in three values: with no object, what depends on it is pending; with one, every leaf is
 * its request rule and its object rule together. Left to right, one after the other, and no further than needed.
 * @see https://plato.stanford.edu/entries/logic-manyvalued/ (strong Kleene logic)
 */
export function evaluate(node: PolicyNode, evaluation: Evaluation, subject?: Subject): Maybe<Outcome> {
  switch (node.kind) {
    case 'leaf':
      return subject === undefined ? askRequest(node.leaf, evaluation) : askObject(node.leaf, evaluation, subject);
    case 'constant':
      return node.outcome;
    case 'and':
      return conjunction(node.operands, evaluation, subject, 0, 'granted');
    case 'or':
      return disjunction(node.operands, evaluation, subject, 0, false, undefined);
    case 'not':
      return negation(evaluate(node.operand, evaluation, subject), node.denial);
    case 'dynamic':
      return chain(evaluation.dynamicTree(node), (chosen) => evaluate(chosen, evaluation, subject));
  }
}

function negation(outcome: Maybe<Outcome>, denial: Denial): Maybe<Outcome> {
  if (outcome === 'granted') return denial;
  return outcome instanceof Promise ? outcome.then((settled) => negated(settled, denial)) : negated(outcome, denial);
}

function negated(outcome: Outcome, denial: Denial): Outcome {
  if (outcome === 'pending') return 'pending';
  return outcome === 'granted' ? denial : 'granted';
}

function conjunction(
  operands: Operands,
  evaluation: Evaluation,
  subject: Subject | undefined,
  from: number,
  before: 'granted' | 'pending',
): Maybe<Outcome> {
  let verdict = before;
  for (let index = from; index < operands.length; index++) {
    const outcome = evaluate(operands[index] as PolicyNode, evaluation, subject);
    if (outcome === 'granted') continue;
    if (outcome instanceof Promise) {
      const known = verdict;
      return outcome.then((settled) => {
        if (typeof settled === 'object') return settled;
        return conjunction(operands, evaluation, subject, index + 1, settled === 'pending' ? settled : known);
      });
    }
    if (outcome !== 'pending') return outcome;
    verdict = outcome;
  }
  return verdict;
}

function disjunction(
  operands: Operands,
  evaluation: Evaluation,
  subject: Subject | undefined,
  from: number,
  pendingBefore: boolean,
  denialBefore: Denial | undefined,
): Maybe<Outcome> {
  let pending = pendingBefore;
  let denial = denialBefore;
  for (let index = from; index < operands.length; index++) {
    const outcome = evaluate(operands[index] as PolicyNode, evaluation, subject);
    if (outcome === 'granted') return outcome;
    if (outcome instanceof Promise) {
      const [wasPending, known] = [pending, denial];
      return outcome.then((settled) => {
        if (settled === 'granted') return settled;
        const next = settled === 'pending' ? known : either(known, settled);
        return disjunction(operands, evaluation, subject, index + 1, wasPending || settled === 'pending', next);
      });
    }
    if (outcome === 'pending') pending = true;
    else denial = either(denial, outcome);
  }
  return pending || denial === undefined ? 'pending' : denial;
}

function either(first: Denial | undefined, second: Denial): Denial {
  return first === undefined ? second : denialOfEither(first, second);
}
