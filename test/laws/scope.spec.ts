import { jest } from '@jest/globals';
import fc from 'fast-check';
import { verdictOf } from '../../lib/composition/verdict.js';
import { evaluate } from '../../lib/decision/evaluate.js';
import { subjectOf } from '../../lib/decision/evaluation.js';
import type { BasePermission } from '../../lib/permission/base-permission.js';
import { Scope } from '../../lib/scope/scope.js';
import { scopeOf } from '../../lib/scope/scope-of.js';
import { evaluationOf, leaf, treeFor } from '../support/permissions.js';
import { expressionOf } from './library.js';
import { show, type Shape } from './shapes.js';
import { SEED, treesOf } from './trees.js';

jest.setTimeout(120_000);

/** Rows with everything that a condition can look at, nulls included. */
const row = fc.record({
  number: fc.constantFrom(null, 0, 1, 2),
  text: fc.constantFrom(null, '', 'a', '1'),
  flag: fc.constantFrom(null, true, false),
  author: fc.option(fc.record({ teamId: fc.constantFrom(null, 1, 2) })),
  members: fc.array(fc.record({ id: fc.constantFrom(1, 2), role: fc.constantFrom('owner', 'guest') }), {
    maxLength: 3,
  }),
});

const comparison = fc.constantFrom<object>(
  ...[{ number: 1 }, { number: null }, { number: { not: 1 } }, { number: { not: null } }, { number: { gt: 0 } }],
  ...[{ number: { lte: 1 } }, { number: { in: [0, 2] } }, { number: { notIn: [0, 2] } }, { number: { in: [] } }],
  ...[{ text: 'a' }, { text: { not: '' } }, { text: { notIn: ['1'] } }, { text: { in: ['1', ''] } }],
  ...[{ flag: true }, { flag: { not: true } }, { flag: null }],
  ...[{ author: { teamId: 1 } }, { author: { teamId: { not: 1 } } }, { author: { teamId: null } }],
  ...[{ members: { some: { id: 1 } } }, { members: { some: { id: 2, role: 'owner' } } }],
);
const where = fc.oneof(
  fc.constantFrom(true, false),
  comparison,
  fc.tuple(comparison, comparison).map(([one, other]) => ({ ...one, ...other })),
);
/** Everything that can become a query: `where()` alone or behind a request rule, and rules about the request alone. */
const rules = fc.oneof(
  where.map((answer) => ({ where: answer })),
  fc.tuple(fc.boolean(), where).map(([request, answer]) => ({ request, where: answer })),
  fc.boolean().map((request) => ({ request })),
);

const permissions = fc
  .tuple(fc.array(fc.tuple(rules, fc.boolean()), { minLength: 6, maxLength: 6 }), treesOf(fc.constant({}), 1))
  .map(([listed, [tree]]) => {
    const named = listed.map(([answers, async], at): BasePermission => {
      const promised = Object.entries(answers).map(([rule, answer]) => [
        rule,
        () => (async ? Promise.resolve(answer) : answer),
      ]);
      return leaf(String(at), Object.fromEntries(promised) as object);
    });
    return { tree: tree as Shape, expression: expressionOf(tree as Shape, (name) => named[Number(name)]!), listed };
  });

describe(`a scope (LAW_SEED=${SEED})`, () => {
  it('filters to exactly the rows for which the check of one object grants', async () => {
    await fc.assert(
      fc.asyncProperty(
        permissions,
        fc.array(row, { minLength: 1, maxLength: 6 }),
        async ({ tree, expression, listed }, rows) => {
          const { root, remembers } = await treeFor(expression);
          const scope = new Scope(await scopeOf(root, evaluationOf({ remembers })), () => undefined);
          const checked = [];
          for (const object of rows) {
            const outcome = await evaluate(root, evaluationOf({ remembers }), subjectOf(object));
            if (verdictOf(outcome) === 'granted') checked.push(object);
          }
          const told = `${show(tree)} with ${JSON.stringify(listed)}`;

          expect({ told, rows: scope.filter(rows) }).toEqual({ told, rows: checked });
          expect(rows.filter((object) => scope.matches(object))).toEqual(checked);
        },
      ),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  it('is all or none exactly where the request alone settles the verdict, and no condition is left', async () => {
    await fc.assert(
      fc.asyncProperty(permissions, async ({ expression }) => {
        const { root, remembers } = await treeFor(expression);
        const verdict = verdictOf(await evaluate(root, evaluationOf({ remembers })));
        const { kind } = new Scope(await scopeOf(root, evaluationOf({ remembers })), () => undefined);

        expect(kind).toBe({ granted: 'all', denied: 'none', pending: 'condition' }[verdict]);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
