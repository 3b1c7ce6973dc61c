import { jest } from '@jest/globals';
import fc from 'fast-check';
import { verdictOf } from '../../lib/composition/verdict.js';
import { evaluate } from '../../lib/decision/evaluate.js';
import { subjectOf } from '../../lib/decision/evaluation.js';
import { Scope } from '../../lib/scope/scope.js';
import { scopeOf } from '../../lib/scope/scope-of.js';
import { evaluationOf, treeFor } from '../support/permissions.js';
import { permissions, row } from './rows.js';
import { show } from './shapes.js';
import { SEED } from './trees.js';
import { type Row, rowsLikeSql } from './sql-logic.js';

jest.setTimeout(120_000);

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

  it('finds the same rows as a query, in which a null makes a comparison neither true nor false', async () => {
    await fc.assert(
      fc.asyncProperty(
        permissions,
        fc.array(row, { minLength: 1, maxLength: 6 }),
        async ({ tree, expression, listed }, rows) => {
          const { root, remembers } = await treeFor(expression);
          const scope = new Scope(await scopeOf(root, evaluationOf({ remembers })), () => undefined);
          const query = scope.translate(rowsLikeSql);
          const told = `${show(tree)} with ${JSON.stringify(listed)}`;

          expect({ told, rows: rows.filter((each) => query(each as Row) === true) }).toEqual({
            told,
            rows: scope.filter(rows),
          });
        },
      ),
      { seed: SEED, numRuns: 3_000 },
    );
  });
});
