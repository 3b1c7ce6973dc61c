import { jest } from '@jest/globals';
import fc from 'fast-check';
import { admission, counterexample, errorsEndDecisions } from './laws.js';
import { library } from './library.js';
import { both, either, leafShape, negated, type Shape } from './shapes.js';
import { anyBreakage, anyKind, broken, SEED, treesOf } from './trees.js';

jest.setTimeout(120_000);

const evaluate = library();

describe(`a broken rule (LAW_SEED=${SEED})`, () => {
  it('[SEC-044] [SEC-045] [SEC-047] [SEC-054] never turns a refusal into an admission, in 20,000 expressions', async () => {
    await fc.assert(
      fc.asyncProperty(treesOf(anyKind, 1), anyBreakage, async ([tree], breakage) => {
        expect(await admission(evaluate, tree!, broken(tree!, breakage))).toBeUndefined();
      }),
      { seed: SEED, numRuns: 20_000 },
    );
  });

  it('[C093] [SEC-054] ends the decision where it is asked, and has no say where it is not', async () => {
    await fc.assert(
      fc.asyncProperty(treesOf(anyKind, 1), anyBreakage, async ([tree], breakage) => {
        expect(await counterexample(evaluate, [broken(tree!, breakage)], [errorsEndDecisions])).toBeUndefined();
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  const failing = ['throws', 'rejects', 'undefined', 'truthy', 'object', 'promised truthy'] as const;
  const yes = leafShape({ r: true }, 'yes');
  const no = leafShape({ r: false }, 'no');
  const around: readonly [string, (leaf: Shape) => Shape][] = [
    ['not(x)', negated],
    ['not(not(x))', (leaf) => negated(negated(leaf))],
    ['not(and(yes, x))', (leaf) => negated(both(yes, leaf))],
    ['not(or(no, x))', (leaf) => negated(either(no, leaf))],
    ['or(no, x)', (leaf) => either(no, leaf)],
    ['and(yes, x)', (leaf) => both(yes, leaf)],
  ];

  it.each(around.flatMap(([text, build]) => failing.map((how) => [how, text, build] as const)))(
    '[SEC-044] [SEC-045] [SEC-047] that answers by "%s" is an error through %s',
    async (how, _text, build) => {
      const request = await evaluate(build(leafShape({ r: how }, 'x')));
      const object = await evaluate(build(leafShape({ o: how }, 'x')));

      expect(request).toMatchObject({ request: 'error', final: 'error' });
      expect(object).toMatchObject({ request: 'pending', final: 'error' });
    },
  );

  it.each([
    ['or(x, yes)', either(leafShape({ r: 'throws' }, 'x'), yes)],
    ['and(x, no)', both(leafShape({ r: 'throws' }, 'x'), no)],
  ])('[SEC-054] is not mended by what stands behind it in %s', async (_text, shape) => {
    expect(await evaluate(shape)).toMatchObject({ final: 'error', calls: ['x.r'] });
  });

  it('[C093] [SEC-054] is not reached behind a denial of and()', async () => {
    const run = await evaluate(both(no, leafShape({ r: 'throws' }, 'x')));

    expect(run).toMatchObject({ final: 'denied', calls: ['no.r'] });
  });
});
