import { jest } from '@jest/globals';
import fc from 'fast-check';
import { admission, atMostOnce, boolean, counterexample, disagreement, lazy, REWRITINGS, threeValued } from './laws.js';
import { library } from './library.js';
import { both, either } from './shapes.js';
import { anyKind, SEED, treesOf } from './trees.js';

jest.setTimeout(120_000);

const evaluate = library();
const three = treesOf(anyKind, 3);

describe(`over random expressions (LAW_SEED=${SEED})`, () => {
  it.each(Object.entries(REWRITINGS))('[SEC-051] [C088] [C089] %s changes no decision', async (_name, rewriting) => {
    await fc.assert(
      fc.asyncProperty(three, async ([a, b, c]) => {
        expect(await disagreement(evaluate, rewriting(a!, b!, c!))).toBeUndefined();
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('one more operand of and() never allows more, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(three, async ([a, b, c]) => {
        expect(await admission(evaluate, both(a!, b!), both(a!, b!, c!))).toBeUndefined();
        expect(await admission(evaluate, both(a!, b!), both(c!, a!, b!))).toBeUndefined();
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('one more operand of or() never allows less, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(three, async ([a, b, c]) => {
        expect(await admission(evaluate, either(a!, b!, c!), either(a!, b!))).toBeUndefined();
        expect(await admission(evaluate, either(c!, a!, b!), either(a!, b!))).toBeUndefined();
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });

  it('[SEC-055] deep trees mean what boolean algebra says, and ask each rule at most once, from left to right', async () => {
    await fc.assert(
      fc.asyncProperty(treesOf(anyKind, 1), async (trees) => {
        expect(await counterexample(evaluate, trees, [boolean, threeValued, lazy, atMostOnce])).toBeUndefined();
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });
});
