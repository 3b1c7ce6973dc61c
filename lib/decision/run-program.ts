import type { Outcome } from '../composition/verdict.js';
import { leavesOf } from '../policy/policy-node.js';
import type { Asking, Step } from '../policy/program.js';
import { nameOf, outcomeOf } from './ask-leaf.js';
import { evaluate } from './evaluate.js';
import type { Evaluation } from './evaluation.js';
import type { Maybe } from './maybe.js';
import { failureOf } from './settle.js';

/**
 * Follows the steps of a program, as long as nothing is answered but yes and no.
 * @param denied the leaves that have said no, as bits
 */
export function runProgram(first: Step, evaluation: Evaluation, denied = 0): Maybe<Outcome> {
  let step = first;
  let saidNo = denied;
  while (step.leaf !== undefined) {
    const answer = ask(step, evaluation);
    if (answer === true) step = step.onGranted;
    else if (answer === false) {
      saidNo |= 1 << step.index;
      step = step.onDenied;
    } else return goOn(step, answer, evaluation, saidNo);
  }
  return step.outcome ?? walk(evaluation, saidNo);
}

function ask({ leaf }: Asking, evaluation: Evaluation): unknown {
  try {
    return leaf.instance.hasPermission?.(evaluation.context);
  } catch (error) {
    throw failureOf(error, nameOf('hasPermission', leaf));
  }
}

/** Goes on with an answer that comes later, or has a reason. */
function goOn(step: Asking, answer: unknown, evaluation: Evaluation, denied: number): Maybe<Outcome> {
  const { leaf } = step;
  const outcome = outcomeOf('hasPermission', answer, leaf, leaf, evaluation);
  return outcome instanceof Promise
    ? outcome.then((settled) => followed(step, settled, evaluation, denied))
    : followed(step, outcome, evaluation, denied);
}

function followed(step: Asking, outcome: Outcome, evaluation: Evaluation, denied: number): Maybe<Outcome> {
  const { leaf, index, onGranted, onDenied } = step;
  if (outcome === 'granted') return runProgram(onGranted, evaluation, denied);
  if (outcome === leaf.denial) return runProgram(onDenied, evaluation, denied | (1 << index));
  evaluation.keepRequestAnswer(leaf, outcome);
  return walk(evaluation, denied, index);
}

/** Evaluates the tree with the answers of its first leaves, for a reason that no program foresees. */
function walk(evaluation: Evaluation, denied: number, end?: number): Maybe<Outcome> {
  const { root } = evaluation.tree;
  const answered = leavesOf(root).slice(0, end);
  // a leaf that was passed over will be passed over again
  for (const [index, leaf] of answered.entries())
    evaluation.keepRequestAnswer(leaf, (denied & (1 << index)) === 0 ? 'granted' : leaf.denial);
  return evaluate(root, evaluation);
}
