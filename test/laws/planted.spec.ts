import { jest } from '@jest/globals';
import fc from 'fast-check';
import { admission, boolean, counterexample, disagreement, errorsEndDecisions, type Law, REWRITINGS } from './laws.js';
import type { Evaluator } from './library.js';
import { errorIsFalse, notPerPhase, orMixes, sound } from './planted.js';
import { FEW_KINDS, pairsOf, REDUCED_KINDS, triplesOf } from './shapes.js';
import { anyBreakage, anyKind, broken, SEED, treesOf } from './trees.js';

jest.setTimeout(120_000);

const shapes = [...pairsOf(REDUCED_KINDS), ...triplesOf(FEW_KINDS)];

/** The first admission by a breakage among random trees, as the law about errors looks for it. */
async function admittedByBreakage(evaluate: Evaluator): Promise<string | undefined> {
  const trees = fc.sample(fc.tuple(treesOf(anyKind, 1), anyBreakage), { seed: SEED, numRuns: 20_000 });
  for (const [[tree], breakage] of trees) {
    const found = await admission(evaluate, tree!, broken(tree!, breakage));
    if (found !== undefined) return found;
  }
  return undefined;
}

const laws: readonly Law[] = [boolean, errorsEndDecisions];

describe('the laws catch', () => {
  it('[C084] [C086] [C091] a NOT that inverts each phase by itself', async () => {
    expect(await counterexample(notPerPhase, shapes, [boolean])).toMatch(/not\(/);
    expect(await counterexample(notPerPhase, pairsOf(REDUCED_KINDS), [boolean])).toMatch(/^not\(/);
  });

  it('[C088] [C089] the same NOT by its double negation', async () => {
    const found = await Promise.all(
      pairsOf(REDUCED_KINDS).flatMap((one) =>
        ["De Morgan's law for and", "De Morgan's law for or"].map((name) =>
          disagreement(notPerPhase, REWRITINGS[name]!(one, one, one)),
        ),
      ),
    );
    expect(found.filter((each) => each !== undefined)).not.toEqual([]);
  });

  it('[SEC-044] [SEC-047] an error that counts as false', async () => {
    expect(await admittedByBreakage(errorIsFalse)).toMatch(/is granted$/);
  });

  it('[C069] [C076] an OR that mixes the verdicts of two operands', async () => {
    expect(await counterexample(orMixes, pairsOf(REDUCED_KINDS), [boolean])).toMatch(/^or\(/);
  });
});

describe('the laws let pass', () => {
  it('an evaluator that keeps them', async () => {
    expect(await counterexample(sound, shapes, laws)).toBeUndefined();
    expect(await admittedByBreakage(sound)).toBeUndefined();
  });

  it('an error that counts as false, as long as nothing fails', async () => {
    expect(await counterexample(errorIsFalse, shapes, [boolean])).toBeUndefined();
  });
});
