import fc from 'fast-check';
import type { BasePermission } from '../../lib/permission/base-permission.js';
import { leaf } from '../support/permissions.js';
import { expressionOf } from './library.js';
import type { Shape } from './shapes.js';
import { treesOf } from './trees.js';

/** Rows with everything that a condition can look at, nulls included. */
export const row = fc.record({
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

/** Random expressions of such permissions. */
export const permissions = fc
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
