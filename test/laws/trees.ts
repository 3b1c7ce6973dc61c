import fc from 'fast-check';
import {
  both,
  type Broken,
  either,
  EVERY_KIND,
  type LeafKind,
  leafShape,
  mapLeaves,
  negated,
  type Shape,
} from './shapes.js';

const BROKEN: readonly Broken[] = [
  ...(['throws', 'rejects', 'undefined', 'truthy', 'object'] as const),
  ...(['promised undefined', 'promised truthy', 'promised object'] as const),
];

/** A seed of its own for every run, printed with the tests, so that a failure can be run again. */
export const SEED = Number(process.env['LAW_SEED'] ?? Date.now() % 2 ** 31);

const NAMES = 6;

/** Kinds of leaf with every answer, synchronous and asynchronous. */
export const anyKind: fc.Arbitrary<LeafKind> = fc
  .tuple(fc.constantFrom(...EVERY_KIND), fc.boolean())
  .map(([kind, async]) => (async ? { ...kind, async } : kind));

/** Random trees over one set of permissions, each of which may stand in several places. */
export function treesOf(kinds: fc.Arbitrary<LeafKind>, count: number): fc.Arbitrary<readonly Shape[]> {
  return fc
    .tuple(
      fc.array(kinds, { minLength: NAMES, maxLength: NAMES }),
      fc.array(namedTree, { minLength: count, maxLength: count }),
    )
    .map(([named, trees]) => trees.map((tree) => mapLeaves(tree, (_kind, name) => named[Number(name)]!)));
}

const { tree: namedTree } = fc.letrec<{ tree: Shape }>((tie) => {
  const operands = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
  return {
    tree: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.nat({ max: NAMES - 1 }).map((at) => leafShape({}, String(at))),
      tie('tree').map(negated),
      operands.map((list) => both(...list)),
      operands.map((list) => either(...list)),
    ),
  };
});

/** Which permissions break, and how: by name. */
export const anyBreakage: fc.Arbitrary<ReadonlyMap<string, Broken>> = fc
  .array(fc.tuple(fc.nat({ max: NAMES - 1 }).map(String), fc.constantFrom(...BROKEN)), { minLength: 1, maxLength: 4 })
  .map((entries) => new Map(entries));

/** The same expression with one rule of each of these permissions broken. */
export function broken(shape: Shape, breakage: ReadonlyMap<string, Broken>): Shape {
  return mapLeaves(shape, (kind, name) => {
    const how = breakage.get(name);
    if (how === undefined) return kind;
    const rules = (['r', 'o', 'where'] as const).filter((rule) => kind[rule] !== undefined);
    return { ...kind, [rules[Number(name) % rules.length]!]: how };
  });
}
