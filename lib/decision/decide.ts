import type { Outcome } from '../composition/verdict.js';
import type { PolicyTree } from '../policy/policy.js';
import { evaluate } from './evaluate.js';
import type { Evaluation, Subject } from './evaluation.js';
import type { Maybe } from './maybe.js';
import { runProgram } from './run-program.js';

/** Decides what a tree says about a request, or about a request and an object. Every decision is made here. */
export function decide(tree: PolicyTree, evaluation: Evaluation, subject?: Subject): Maybe<Outcome> {
  const { program } = tree;
  if (program === undefined || evaluation.records !== undefined) return evaluate(tree.root, evaluation, subject);
  return runProgram(program, tree, evaluation);
}
