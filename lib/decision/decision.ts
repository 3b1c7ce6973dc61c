import { type Outcome, type Verdict, verdictOf } from '../composition/verdict.js';
import type { PolicyNode } from '../policy/policy-node.js';
import { nameOf } from '../policy/tree-builder.js';
import type { Evaluation } from './evaluation.js';
import type { Refusal } from './refusal.js';

/** One node of an expression, with what it said. */
export interface DecisionTrace {
  /** The node as a developer writes it. */
  readonly name: string;
  /** `not asked` where the verdict was settled before its turn. */
  readonly verdict: Verdict | 'not asked';
  /** Why a permission said no, where that can be told; no value of an object or a user is in it. */
  readonly reason?: string;
  /** How long the rules of a permission took, in milliseconds. */
  readonly milliseconds?: number;
  readonly operands?: readonly DecisionTrace[];
}

/** The verdict with its reason and the trace of every permission. Holds no payload, id or token. */
export interface Decision {
  readonly verdict: Verdict;
  /** The status, message and code that a client would get; absent unless denied. */
  readonly refusal?: { readonly status: number; readonly message: string; readonly code: string };
  /** The permission, or the negation, that decided; absent unless denied. */
  readonly deniedBy?: string;
  readonly trace: DecisionTrace;
}

/** An evaluation, as far as it is needed to tell about it. */
export type Recorded = Pick<Evaluation, 'records' | 'chosenTree'>;

/**
 * The decision of an evaluation that kept records.
 * @param declared everything that was declared, what is folded away included
 */
export function decisionOf(
  declared: PolicyNode,
  evaluation: Recorded,
  outcome: Outcome,
  refusal: Refusal | undefined,
): Decision {
  const decided = { verdict: verdictOf(outcome), trace: traceOf(declared, evaluation) };
  if (refusal === undefined || typeof outcome === 'string') return decided;
  const { status, message, code } = refusal;
  return { ...decided, deniedBy: outcome.by, refusal: { status, message, code } };
}

/** What every node of a tree said in an evaluation that kept records. */
export function traceOf(node: PolicyNode, evaluation: Recorded): DecisionTrace {
  const name = nameOf(node);
  switch (node.kind) {
    case 'constant':
      return { name, verdict: verdictOf(node.outcome) };
    case 'leaf': {
      const asked = (evaluation.records ?? []).filter((record) => record.leaf === node.leaf);
      const last = asked.at(-1);
      if (last === undefined) return { name, verdict: 'not asked' };
      const milliseconds = asked.reduce((sum, record) => sum + record.milliseconds, 0);
      const reason = last.reason === undefined ? {} : { reason: last.reason };
      return { name, verdict: verdictOf(last.outcome), ...reason, milliseconds };
    }
    case 'not': {
      const operand = traceOf(node.operand, evaluation);
      return { name, verdict: inverted(operand.verdict), operands: [operand] };
    }
    case 'and':
    case 'or': {
      const operands = node.operands.map((operand) => traceOf(operand, evaluation));
      return { name, verdict: joined(operands, node.kind === 'and' ? 'denied' : 'granted'), operands };
    }
    case 'dynamic': {
      const chosen = evaluation.chosenTree(node);
      if (chosen === undefined) return { name, verdict: 'not asked' };
      const operand = traceOf(chosen, evaluation);
      return { name, verdict: operand.verdict, operands: [operand] };
    }
  }
}

function inverted(verdict: DecisionTrace['verdict']): DecisionTrace['verdict'] {
  if (verdict === 'granted') return 'denied';
  return verdict === 'denied' ? 'granted' : verdict;
}

function joined(operands: readonly DecisionTrace[], deciding: 'granted' | 'denied'): DecisionTrace['verdict'] {
  const verdicts = new Set(operands.map(({ verdict }) => verdict));
  if (verdicts.has(deciding)) return deciding;
  if (verdicts.has('pending')) return 'pending';
  return verdicts.has('not asked') ? 'not asked' : inverted(deciding);
}
