import { jest } from '@jest/globals';
import { awaitsOnlyPromises, atMostOnce, boolean, contradiction, counterexample, lazy, threeValued } from './laws.js';
import { library } from './library.js';
import {
  asynchronous,
  EVERY_KIND,
  mapLeaves,
  pairsOf,
  FEW_KINDS,
  REDUCED_KINDS,
  type Shape,
  triplesOf,
} from './shapes.js';

jest.setTimeout(120_000);

const laws = [boolean, threeValued, lazy, awaitsOnlyPromises];
const withAsync = [...EVERY_KIND, ...EVERY_KIND.map((kind) => ({ ...kind, async: true }))];

/** Every expression of three levels with another choice of asynchronous leaves for each. */
function* mixed(shapes: Iterable<Shape>): Generator<Shape> {
  let number = 0;
  for (const shape of shapes) {
    const choice = (number++ % 15) + 1;
    yield asynchronous(shape, (name) => ((choice >> Number(name)) & 1) === 1);
  }
}

describe('an expression means what boolean algebra says', () => {
  it('[C053] [C054] [C055] [C056] [C058] [C059] [C060] [C061] [C063] [C064] [C065] [C066] [C068] for two levels over every kind of leaf', async () => {
    expect(await counterexample(library(), pairsOf(withAsync), laws)).toBeUndefined();
  });

  it('[C088] [C089] [C090] [C091] for three levels over synchronous leaves', async () => {
    expect(await counterexample(library(), triplesOf(REDUCED_KINDS), laws)).toBeUndefined();
  });

  it('for three levels over leaves of which some are asynchronous', async () => {
    expect(await counterexample(library(), mixed(triplesOf(FEW_KINDS)), laws)).toBeUndefined();
  });
});

describe('what the request phase settles', () => {
  it('[C090] [C091] [SEC-050] is what every object would come to', async () => {
    expect(await contradiction(library(), pairsOf(EVERY_KIND))).toBeUndefined();
    expect(await contradiction(library(), triplesOf(FEW_KINDS))).toBeUndefined();
  });
});

describe('a permission that stands in an expression several times', () => {
  // the same four names, now the same permission wherever the kind is the same
  const repeated = (shape: Shape): Shape => {
    const renamed = (node: Shape): Shape => {
      if (node.op === 'leaf') return { ...node, name: `L${JSON.stringify(node.kind)}` };
      if (node.op === 'not') return { op: 'not', operand: renamed(node.operand) };
      return { op: node.op, operands: node.operands.map(renamed) };
    };
    return renamed(shape);
  };
  const kinds = [{ r: true, o: true }, { r: true, o: false }, { where: 'fails' as const }, { r: false }];

  it('[C021] [C078] [C079] [SEC-055] is asked at most once by each of its rules', async () => {
    const shapes = [...triplesOf(kinds)].map(repeated);
    const promised = shapes.map((shape) => mapLeaves(shape, (kind) => ({ ...kind, async: true })));
    expect(await counterexample(library(), [...shapes, ...promised], [boolean, atMostOnce, lazy])).toBeUndefined();
  });
});
