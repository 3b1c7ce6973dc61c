import type { Outcome } from '../composition/verdict.js';
import { lackedCodes } from '../permission/coded-permission.js';
import { unmet } from '../permission/unmet.js';
import type { BoundLeaf } from '../policy/bound-leaf.js';
import type { Evaluation, Subject } from './evaluation.js';
import { printable } from './printable.js';

/** Why a leaf said no, as one bounded line, where that can be told. */
export function reasonOf(
  leaf: BoundLeaf,
  outcome: Outcome,
  evaluation: Evaluation,
  subject: Subject | undefined,
): string | undefined {
  if (typeof outcome === 'string') return undefined;
  const reason =
    unmetCondition(leaf, evaluation, subject) ?? outcome.message ?? outcome.code ?? codesOf(leaf, evaluation);
  return reason === undefined ? undefined : printable(reason);
}

function codesOf({ instance }: BoundLeaf, { context }: Evaluation): string | undefined {
  return instance && lackedCodes(instance, context);
}

function unmetCondition(leaf: BoundLeaf, evaluation: Evaluation, subject: Subject | undefined): string | undefined {
  const condition = evaluation.conditionOf(leaf);
  if (condition === undefined || subject === undefined) return undefined;
  try {
    return unmet(condition, subject.object, evaluation.context.userId);
  } catch {
    // an object that answers otherwise when it is asked again: no explanation may change a decision
    return undefined;
  }
}
