import { type Denial, denialOfEither } from '../composition/verdict.js';
import type { SharedLeaf } from './bound-leaf.js';
import { leavesOf, type PolicyNode } from './policy-node.js';

/** A permission that a program asks, and where its answer leads. */
export interface Asking {
  readonly leaf: SharedLeaf;
  /** Its place among the leaves of the tree. */
  readonly index: number;
  readonly onGranted: Step;
  readonly onDenied: Step;
  readonly outcome: undefined;
}

/** An end of a program. It has all members of a step, so that both have one shape for the engine. */
export interface End {
  readonly leaf: undefined;
  readonly index: undefined;
  readonly onGranted: undefined;
  readonly onDenied: undefined;
  /** What the tree says; `undefined` for a denial whose reason depends on the way that led here. */
  readonly outcome: 'granted' | Denial | undefined;
}

/** A tree, compiled to the steps that its evaluation takes: quicker to follow, by more than half, than the tree to walk. */
export type Step = Asking | End;

/** Where a denial leads, by its reason; `undefined` stands for one that is not known beforehand. */
type OnDenied = (reason: Denial | undefined) => Step;

/** How many leaves a program may have: their answers are the bits of one integer. */
export const MOST_LEAVES = 32;

/**
 * The first step of a folded tree.
 * @param root whose rules are asked once each, and about the request alone: nothing in it is dynamic or scoped
 */
export function programOf(root: PolicyNode): Step {
  return compile(root, leavesOf(root), endOf('granted'), endOf);
}

function compile(node: PolicyNode, leaves: readonly unknown[], onGranted: Step, onDenied: OnDenied): Step {
  const { kind } = node;
  if (kind === 'constant') return node.outcome === 'granted' ? onGranted : onDenied(node.outcome);
  if (kind === 'not') return compile(node.operand, leaves, onDenied(node.denial), () => onGranted);
  if (kind === 'leaf') {
    const leaf = node.leaf as SharedLeaf;
    return { leaf, index: leaves.indexOf(leaf), onGranted, onDenied: onDenied(leaf.denial), outcome: undefined };
  }
  const { operands } = node as Extract<PolicyNode, { operands: unknown }>;
  if (kind === 'and')
    return operands.reduceRight((next, operand) => compile(operand, leaves, next, onDenied), onGranted);
  return operands.reduceRight(
    (next, operand) => compile(operand, leaves, onGranted, () => next),
    onDenied(reasonOf(node)),
  );
}

/** The reason of every denial of this tree, where it has but one. */
function reasonOf(node: PolicyNode): Denial | undefined {
  if (node.kind === 'leaf') return node.leaf.denial;
  if (node.kind === 'not') return node.denial;
  // one that grants is folded away
  if (node.kind === 'constant') return node.outcome as Denial;
  const reasons = node.kind === 'or' ? node.operands.map(reasonOf) : [undefined];
  return reasons.reduce((first, second) => first && second && denialOfEither(first, second));
}

function endOf(outcome: 'granted' | Denial | undefined): End {
  return { leaf: undefined, index: undefined, onGranted: undefined, onDenied: undefined, outcome };
}
