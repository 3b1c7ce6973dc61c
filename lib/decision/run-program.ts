import type { Outcome } from '../composition/verdict.js';
import type { PolicyTree } from '../policy/policy.js';
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
export function runProgram(first: Step, tree: PolicyTree, evaluation: Evaluation, denied = 0): Maybe<Outcome> {
  let step = first;
  let saidNo = denied;
  while (step.leaf !== undefined) {
    let answer: unknown;
    try {
      answer = step.leaf.instance.hasPermission?.(evaluation.context);
    } catch (error) {
      throw failureOf(error, nameOf('hasPermission', step.leaf));
    }
    if (answer === true) {
      step = step.onGranted;
    } else if (answer === false) {
      saidNo |= 1 << step.index;
      step = step.onDenied;
    } else {
      return goOn(step, outcomeOf('hasPermission', answer, step.leaf, step.leaf, evaluation), tree, evaluation, saidNo);
    }
  }
  return step.outcome ?? walk(tree, evaluation, saidNo);
}

/** Goes on with an answer that came later, or with a reason. */
function goOn(
  step: Asking,
  outcome: Maybe<Outcome>,
  tree: PolicyTree,
  evaluation: Evaluation,
  denied: number,
): Maybe<Outcome> {
  const { leaf, index, onGranted, onDenied } = step;
  if (outcome instanceof Promise) return outcome.then((settled) => goOn(step, settled, tree, evaluation, denied));
  if (outcome === 'granted') return runProgram(onGranted, tree, evaluation, denied);
  if (outcome === leaf.denial) return runProgram(onDenied, tree, evaluation, denied | (1 << index));
  evaluation.keepRequestAnswer(leaf, outcome);
  return walk(tree, evaluation, denied, index);
}

/** Evaluates the tree with the answers of its first leaves, for a reason that no program foresees. */
function walk({ root }: PolicyTree, evaluation: Evaluation, denied: number, end?: number): Maybe<Outcome> {
  const answered = leavesOf(root).slice(0, end);
  // a leaf that was passed over will be passed over again
  for (const [index, leaf] of answered.entries())
    evaluation.keepRequestAnswer(leaf, (denied & (1 << index)) === 0 ? 'granted' : leaf.denial);
  return evaluate(root, evaluation);
}
