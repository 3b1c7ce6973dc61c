import { and, IsAuthenticated, not, or, type PermissionOperand, ReadOnly } from '../../../lib/index.js';
import { evaluate } from '../../../lib/decision/evaluate.js';
import { subjectOf } from '../../../lib/decision/evaluation.js';
import { possibleOutcomes, type PossibleOutcomes } from '../../../lib/swagger/possible-outcomes.js';
import { evaluationOf, leaf, type LeafRules, treeFor } from '../../support/permissions.js';

/** Everything that a rule of a kind can answer. */
const KINDS: Readonly<Record<string, readonly LeafRules[]>> = {
  request: [{ request: true }, { request: false }],
  object: [{ object: true }, { object: false }],
  where: [{ where: true }, { where: false }, { where: { id: 1 } }, { where: { id: 2 } }],
  'request and object': [true, false].flatMap((request) => [true, false].map((object) => ({ request, object }))),
};

interface Shape {
  readonly title: string;
  /** The same expression, with each answer that its leaves can give. */
  readonly variants: readonly PermissionOperand[];
}

const LEAVES: readonly Shape[] = [
  ...Object.entries(KINDS).flatMap(([kind, answers]) =>
    [undefined, 'own'].map((code) => ({
      title: code === undefined ? kind : `${kind} with a code`,
      variants: answers.map((rules) => leaf(kind, code === undefined ? rules : { ...rules, code })),
    })),
  ),
  { title: 'IsAuthenticated', variants: [IsAuthenticated] },
  { title: 'ReadOnly', variants: [ReadOnly] },
];
const NEGATED = LEAVES.map(({ title, variants }) => ({
  title: `not(${title})`,
  variants: variants.map((variant) => not(variant, { code: 'negated' })),
}));
const OPERANDS = [...LEAVES, ...NEGATED];
const PAIRS = OPERANDS.flatMap((one) =>
  OPERANDS.flatMap((other) =>
    Object.entries({ and, or }).map(([operator, combine]) => ({
      title: `${operator}(${one.title}, ${other.title})`,
      variants: one.variants.flatMap((first) => other.variants.map((second) => combine(first, second))),
    })),
  ),
);

/** The words of an outcome that a client can tell apart. */
const wordOf = (outcome: unknown): string =>
  typeof outcome === 'string' ? outcome : `denied: ${(outcome as { code?: string }).code ?? 'permission_denied'}`;
const wordsOf = ({ granted, pending, denials }: PossibleOutcomes): readonly string[] => [
  ...(granted ? ['granted'] : []),
  ...(pending ? ['pending'] : []),
  ...denials.map(wordOf),
];

/** What a caller can meet, by structure and by trial, in both phases. */
async function compared({ variants }: Shape, anonymous: boolean, method: string): Promise<[string[][], string[][]]> {
  const met = [new Set<string>(), new Set<string>()] as const;
  const foretold: string[][] = [];
  for (const variant of variants) {
    const tree = await treeFor(variant);
    const asking = { anonymous, safe: method === 'GET' };
    foretold.splice(
      0,
      2,
      ...[false, true].map((withObject) => [...wordsOf(possibleOutcomes(tree.root, { ...asking, withObject }))]),
    );
    const evaluation = evaluationOf({ ...tree, remembers: true }, { user: anonymous ? null : { id: 1 }, method });
    const outcome = await evaluate(tree.root, evaluation);
    met[0].add(wordOf(outcome));
    if (outcome === 'pending') met[1].add(wordOf(await evaluate(tree.root, evaluation, subjectOf({ id: 1 }))));
  }
  return [foretold.map((words) => [...new Set(words)].toSorted()), met.map((words) => [...words].toSorted())];
}

describe('what an expression can come to', () => {
  const askers = [true, false].flatMap((anonymous) => ['GET', 'POST'].map((method) => [anonymous, method] as const));

  it.each(askers)(
    'is, for one leaf and its negation, exactly what it comes to (guest: %s, %s)',
    async (guest, method) => {
      for (const shape of OPERANDS) {
        const [[request], [met]] = await compared(shape, guest, method);
        expect([shape.title, request]).toEqual([shape.title, met]);
      }
    },
  );

  it.each(askers)('is never less than what it comes to, for two (guest: %s, %s)', async (guest, method) => {
    expect(PAIRS).toHaveLength(2 * OPERANDS.length ** 2);
    for (const shape of PAIRS) {
      const [foretold, met] = await compared(shape, guest, method);
      for (const phase of [0, 1])
        expect([shape.title, foretold[phase]]).toEqual([shape.title, expect.arrayContaining(met[phase]!)]);
    }
  });
});
