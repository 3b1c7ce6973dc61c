/** What a broken rule does instead of answering `true` or `false`. */
export type Broken =
  | 'throws'
  | 'rejects'
  | 'undefined'
  | 'truthy'
  | 'object'
  | 'promised undefined'
  | 'promised truthy'
  | 'promised object';

/** What the rules of a leaf answer; a rule that is not named is not defined. */
export interface LeafKind {
  readonly r?: boolean | Broken;
  readonly o?: boolean | Broken;
  /** A condition that the object meets (`holds`) or does not (`fails`), or an answer for every object. */
  readonly where?: boolean | 'holds' | 'fails' | Broken;
  readonly async?: boolean;
  /** The number of a permission, for laws that bring their own. */
  readonly at?: number;
}

/** An expression before it is built. Leaves of one name are one permission that stands in several places. */
export type Shape =
  | { readonly op: 'leaf'; readonly name: string; readonly kind: LeafKind }
  | { readonly op: 'and' | 'or'; readonly operands: readonly Shape[] }
  | { readonly op: 'not'; readonly operand: Shape };

export type Three = 'granted' | 'denied' | 'pending';

export const leafShape = (kind: LeafKind, name: string): Shape => ({ op: 'leaf', name, kind });
export const both = (...operands: readonly Shape[]): Shape => ({ op: 'and', operands });
export const either = (...operands: readonly Shape[]): Shape => ({ op: 'or', operands });
export const negated = (operand: Shape): Shape => ({ op: 'not', operand });

const booleans = [true, false] as const;
const wheres = [true, false, 'holds', 'fails'] as const;

/** Every kind of leaf: request rule, object rule, both, `where()`, request rule with `where()`; every answer. */
export const EVERY_KIND: readonly LeafKind[] = [
  ...booleans.map((r) => ({ r })),
  ...booleans.map((o) => ({ o })),
  ...wheres.map((where) => ({ where })),
  ...booleans.flatMap((r) => booleans.map((o) => ({ r, o }))),
  ...booleans.flatMap((r) => wheres.map((where) => ({ r, where }))),
];

/** One kind for each thing that a leaf can be in the two phases. */
export const REDUCED_KINDS: readonly LeafKind[] = [
  { r: true },
  { r: false },
  { o: true },
  { o: false },
  { r: true, o: true },
  { r: true, o: false },
  { where: 'holds' },
  { where: 'fails' },
];

/** As few as still hold, with each of them, those that differ only in what the object says. */
export const FEW_KINDS: readonly LeafKind[] = REDUCED_KINDS.filter(({ r, o }) => r === undefined || o === undefined);

/** Every expression of up to two levels over these kinds, with leaves numbered from `first`. */
export function pairsOf(kinds: readonly LeafKind[], first = 0): readonly Shape[] {
  const leaves = (at: number): Shape[] => kinds.map((kind) => leafShape(kind, String(at)));
  const [left, right] = [leaves(first), leaves(first + 1)];
  const joined = left.flatMap((one) => right.flatMap((other) => [both(one, other), either(one, other)]));
  return [...left, ...left.map(negated), ...joined];
}

/** Every expression of three levels over these kinds. */
export function* triplesOf(kinds: readonly LeafKind[]): Generator<Shape> {
  const left = pairsOf(kinds);
  const right = pairsOf(kinds, 2);
  yield* left.map(negated);
  for (const one of left) {
    for (const other of right) {
      yield both(one, other);
      yield either(one, other);
    }
  }
}

/** The same expression with the leaves chosen by this function asynchronous. */
export function asynchronous(shape: Shape, chosen: (name: string) => boolean): Shape {
  return mapLeaves(shape, (kind, name) => (chosen(name) ? { ...kind, async: true } : kind));
}

export function mapLeaves(shape: Shape, change: (kind: LeafKind, name: string) => LeafKind): Shape {
  switch (shape.op) {
    case 'leaf':
      return { ...shape, kind: change(shape.kind, shape.name) };
    case 'not':
      return negated(mapLeaves(shape.operand, change));
    default:
      return { op: shape.op, operands: shape.operands.map((operand) => mapLeaves(operand, change)) };
  }
}

export function leavesIn(shape: Shape): readonly (Shape & { readonly op: 'leaf' })[] {
  if (shape.op === 'leaf') return [shape];
  return shape.op === 'not' ? leavesIn(shape.operand) : shape.operands.flatMap(leavesIn);
}

/** A shape in words, for counterexamples. */
export function show(shape: Shape): string {
  if (shape.op === 'leaf') return `${shape.name}${JSON.stringify(shape.kind)}`;
  if (shape.op === 'not') return `not(${show(shape.operand)})`;
  return `${shape.op}(${shape.operands.map(show).join(', ')})`;
}
