import type { Outcome } from '../composition/verdict.js';
import { evaluate } from './evaluate.js';
import type { Evaluation, Subject } from './evaluation.js';
import type { Maybe } from './maybe.js';
import { runProgram } from './run-program.js';

/** What a tree says about the request, or about the request and an object. Every decision is made here. */
export function decide(evaluation: Evaluation, subject?: Subject): Maybe<Outcome> {
  const { root, program } = evaluation.tree;
  if (program === undefined || evaluation.records !== undefined) return evaluate(root, evaluation, subject);
  return runProgram(program, evaluation);
}
