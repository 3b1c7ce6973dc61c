import { NoAnswer } from './no-answer.js';

/**
 * Reads the answer to one evaluation.
 * @throws NoAnswer for everything but `true` and `false`
 */
export function decisionOf(answer: unknown): boolean {
  const decision = own(answer, 'decision');
  if (typeof decision !== 'boolean') throw new NoAnswer('answered a decision that is neither true nor false');
  // what went wrong is reported as a denial
  const error = own(own(answer, 'context'), 'error');
  if (error !== undefined && error !== null) throw new NoAnswer('answered that an evaluation failed');
  return decision;
}

/**
 * Reads the answer to several evaluations.
 * @throws NoAnswer for everything but as many decisions as were asked for
 */
export function decisionsOf(answer: unknown, count: number): readonly boolean[] {
  const evaluations = own(answer, 'evaluations');
  if (!Array.isArray(evaluations)) throw new NoAnswer('answered no list of evaluations');
  if (evaluations.length !== count) {
    throw new NoAnswer(`answered ${String(evaluations.length)} decisions, where ${String(count)} were asked for`);
  }
  return evaluations.map(decisionOf);
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
