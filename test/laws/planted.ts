import type { Evaluator, Run } from './library.js';
import { walk } from './meaning.js';
import type { LeafKind, Shape } from './shapes.js';

/** A broken rule, as an exception of the wrong evaluators. */
class Failure extends Error {}

function answer(value: LeafKind['where']): boolean {
  if (value === undefined || value === true || value === 'holds') return true;
  if (value === false || value === 'fails') return false;
  throw new Failure(value);
}

const requestOf = ({ r, where }: LeafKind): boolean => answer(r) && (where === 'fails' || answer(where));
const objectOf = ({ o, where }: LeafKind): boolean => answer(o) && answer(where);

type Phase = (shape: Shape) => boolean;

function ran(decide: () => boolean): Run {
  try {
    const final = decide() ? 'granted' : 'denied';
    return { request: final, final, calls: [], awaited: false };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { request: 'error', final: 'error', calls: [], awaited: false };
  }
}

/** One phase after the other, each with its own boolean logic. */
function inPhases(leaf: (kind: LeafKind) => boolean, or: (operands: readonly Shape[], phase: Phase) => boolean): Phase {
  const phase: Phase = (shape) => {
    if (shape.op === 'leaf') return leaf(shape.kind);
    if (shape.op === 'not') return !phase(shape.operand);
    return shape.op === 'and' ? shape.operands.every(phase) : or(shape.operands, phase);
  };
  return phase;
}

const some = (operands: readonly Shape[], phase: Phase): boolean => operands.some(phase);

/** NOT inverts each phase by itself, as in Django REST Framework, whose OR asks for both verdicts of one operand. */
export const notPerPhase: Evaluator = (shape) => {
  const request = inPhases(requestOf, some);
  const object = inPhases(objectOf, (operands, phase) =>
    operands.some((operand) => request(operand) && phase(operand)),
  );
  return ran(() => request(shape) && object(shape));
};

/** A rule that fails counts as one that says no. */
export const errorIsFalse: Evaluator = (shape) => {
  const leaf = (kind: LeafKind): boolean => {
    try {
      return requestOf(kind) && objectOf(kind);
    } catch {
      return false;
    }
  };
  return ran(() => inPhases(leaf, some)(shape));
};

/** OR takes the request verdict of one operand and the object verdict of another, as before DRF 3.14. */
export const orMixes: Evaluator = (shape) => {
  const hasNot = (node: Shape): boolean => node.op === 'not' || (node.op !== 'leaf' && node.operands.some(hasNot));
  // right about negation, so that only the disjunction is to blame
  if (hasNot(shape)) return { ...walk(shape), awaited: false };
  return ran(() => inPhases(requestOf, some)(shape) && inPhases(objectOf, some)(shape));
};

/** The two-valued meaning over broken rules as well: sound, and so not to be caught. */
export const sound: Evaluator = (shape) => ({ ...walk(shape), awaited: false });
