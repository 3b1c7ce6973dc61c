import fc from 'fast-check';
import { judge } from '../../lib/decision/judge.js';
import { RuleFailure } from '../../lib/decision/rule-failure.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as } from '../support/header-authentication.js';
import { alice, rule, startRules, witness } from './fixtures/rules.js';

/** Everything that JavaScript can answer, but the two answers that there are. */
const anythingElse = fc
  .anything({
    maxDepth: 3,
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  .filter((answer) => typeof answer !== 'boolean');

function failureOf(answer: unknown): unknown {
  try {
    return judge(answer, { by: 'Rule' }, 'Rule.hasPermission');
  } catch (error) {
    return error;
  }
}

describe('Everything that is neither true nor false', () => {
  it('[SEC-004] [SEC-005] never admits, and is always the failure of the rule that said it', () => {
    fc.assert(
      fc.property(anythingElse, (answer) => {
        expect(failureOf(answer)).toBeInstanceOf(RuleFailure);
      }),
      { numRuns: 30_000, seed: 4 },
    );
  });
});

onEveryAdapter('Everything that is neither true nor false, over HTTP', (boot) => {
  it('[SEC-004] [SEC-006] never admits, neither at once nor promised nor negated', async () => {
    const app = await startRules(boot);
    await app.listen(0, '127.0.0.1');
    witness.entered.length = 0;
    await fc.assert(
      fc.asyncProperty(
        anythingElse,
        fc.boolean(),
        fc.constantFrom('request', 'object', 'where', 'negated', 'either'),
        async (answer, promised, route) => {
          rule.answer = () => (promised ? Promise.resolve(answer) : answer);
          expect((await as(app, alice).get(`/${route}`)).status).toBe(500);
          expect(witness.entered).toEqual([]);
        },
      ),
      { numRuns: 300, seed: 6 },
    );
  });
});
