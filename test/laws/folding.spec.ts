import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { PermissionOperand } from '../../lib/composition/expression.js';
import { constantTruth } from '../../lib/composition/constant-truth.js';
import type { Outcome } from '../../lib/composition/verdict.js';
import { evaluate } from '../../lib/decision/evaluate.js';
import { subjectOf } from '../../lib/decision/evaluation.js';
import { refusalOf } from '../../lib/decision/refusal.js';
import { AllowAny } from '../../lib/permission/allow-any.js';
import { deny } from '../../lib/permission/deny.js';
import { DenyAll } from '../../lib/permission/deny-all.js';
import { IsAuthenticated } from '../../lib/permission/is-authenticated.js';
import { IsAuthenticatedOrReadOnly } from '../../lib/permission/is-authenticated-or-read-only.js';
import { ReadOnly } from '../../lib/permission/read-only.js';
import type { PolicyNode } from '../../lib/policy/policy-node.js';
import { evaluationOf, leaf, treeBuilder, treeFor } from '../support/permissions.js';
import { expressionOf } from './library.js';
import { pairsOf, type Shape, show } from './shapes.js';
import { SEED, treesOf } from './trees.js';

jest.setTimeout(120_000);

/** The leaves of this law, by number: the built-ins that fold, and permissions that do not. */
const PERMISSIONS: readonly PermissionOperand[] = [
  ...[AllowAny, DenyAll, ReadOnly, IsAuthenticatedOrReadOnly, IsAuthenticated],
  leaf('IsLocked', { request: () => deny({ message: 'Locked.', code: 'locked' }) }),
  leaf('IsPaid', { request: () => deny({ status: 402 }) }),
  leaf('IsMember', { object: false, message: 'Members only.' }),
  leaf('IsOpen', { where: { flag: true } }),
];
const ROUTES = [
  { safe: true, methods: ['GET', 'HEAD', 'OPTIONS'] },
  { safe: false, methods: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  { safe: undefined, methods: ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE'] },
] as const;
const USERS = [undefined, { id: 1 }];

type Reading = (outcome: Outcome, anonymous: boolean) => unknown;

const verdict: Reading = (outcome) => (typeof outcome === 'string' ? outcome : 'denied');
const answer: Reading = (outcome, anonymous) => {
  if (typeof outcome === 'string') return outcome;
  return { ...refusalOf(outcome, { anonymous, withObject: true, denyObjectAs: 'forbidden' }), denial: undefined };
};

async function decideNode(node: PolicyNode, method: string, user: unknown): Promise<Outcome> {
  const evaluation = evaluationOf({ remembers: true }, { method, user });
  const request = await evaluate(node, evaluation);
  return request === 'pending' ? evaluate(node, evaluation, subjectOf({ flag: true })) : request;
}

/** Where a tree and its folded form are told apart by a reading, over all methods and users. */
async function difference(shape: Shape, reading: Reading): Promise<string | undefined> {
  const builder = treeBuilder();
  const expression = expressionOf(shape, (_name, { at }) => PERMISSIONS[at!]!);
  for (const { safe, methods } of ROUTES) {
    const { declared, root } = await treeFor(expression, safe, builder);
    for (const method of methods) {
      for (const user of USERS) {
        const said = JSON.stringify(reading(await decideNode(root, method, user), user === undefined));
        const ought = JSON.stringify(reading(await decideNode(declared, method, user), user === undefined));
        if (said !== ought) return `${show(shape)}, ${method}: folded ${said}, declared ${ought}`;
      }
    }
  }
  return undefined;
}

const kinds = PERMISSIONS.map((_permission, at) => ({ at }));
const anyTree = treesOf(fc.constantFrom(...kinds), 1);

describe(`folding (LAW_SEED=${SEED})`, () => {
  it.each([
    ['verdict', verdict],
    ['answer', answer],
  ])('changes no %s for any method or caller, in every expression of two levels', async (_name, reading) => {
    for (const shape of pairsOf(kinds)) expect(await difference(shape, reading)).toBeUndefined();
  });

  it.each([
    ['verdict', verdict],
    ['answer', answer],
  ])('changes no %s for any method or caller, in random expressions', async (_name, reading) => {
    await fc.assert(
      fc.asyncProperty(anyTree, async ([tree]) => {
        expect(await difference(tree!, reading)).toBeUndefined();
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('never contradicts what is known of an expression before it is bound', async () => {
    await fc.assert(
      fc.asyncProperty(anyTree, fc.constantFrom(...ROUTES), async ([tree], { safe, methods: [method] }) => {
        const expression = expressionOf(tree!, (_name, { at }) => PERMISSIONS[at!]!);
        const { root } = await treeFor(expression, safe);
        const truth = constantTruth(expression, safe);
        if (root.kind === 'constant') expect(truth).toBe(root.outcome === 'granted');
        if (truth === undefined) return;
        expect(verdict(await decideNode(root, method, undefined), true)).toBe(truth ? 'granted' : 'denied');
      }),
      { seed: SEED, numRuns: 1_000 },
    );
  });
});
