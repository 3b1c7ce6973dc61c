import { jest } from '@jest/globals';
import type { Outcome } from '../../lib/composition/verdict.js';
import { decide } from '../../lib/decision/decide.js';
import { evaluate } from '../../lib/decision/evaluate.js';
import type { Maybe } from '../../lib/decision/maybe.js';
import { RuleFailure } from '../../lib/decision/rule-failure.js';
import { BasePermission } from '../../lib/permission/base-permission.js';
import { deny } from '../../lib/permission/deny.js';
import { or } from '../../lib/composition/or.js';
import { evaluationOf, leaf, type LeafRules, treeBuilder, treeFor } from '../support/permissions.js';
import { expressionOf } from './library.js';
import { pairsOf, show, triplesOf } from './shapes.js';

jest.setTimeout(120_000);

const locked = { message: 'Locked.', code: 'locked' };

/** Permissions that are asked about the request alone, by number. */
const RULES: readonly LeafRules[] = [
  { request: true },
  { request: false },
  { request: false, ...locked },
  { request: () => deny(locked) },
  { request: () => deny({ hide: true }) },
  { request: () => Promise.resolve(true) },
  { request: () => Promise.resolve(false) },
  { request: () => undefined },
];
const kinds = (numbers: readonly number[]) => numbers.map((at) => ({ at }));

interface Said {
  readonly outcome: Outcome | 'error';
  readonly awaited: boolean;
  readonly calls: readonly string[];
}

async function said(ask: () => Maybe<Outcome>, calls: string[]): Promise<Said> {
  calls.length = 0;
  let awaited = false;
  try {
    const answer = ask();
    awaited = answer instanceof Promise;
    return { outcome: await answer, awaited, calls: [...calls] };
  } catch (error) {
    if (!(error instanceof RuleFailure)) throw error;
    return { outcome: 'error', awaited, calls: [...calls] };
  }
}

describe('the steps that a tree is compiled to', () => {
  const calls: string[] = [];
  const builder = treeBuilder();
  const permissions = ['0', '1', '2', '3'].map((name) => RULES.map((rules) => leaf(name, rules, calls)));

  it.each([
    ['two levels', () => pairsOf(kinds([...RULES.keys()]))],
    ['three levels', () => triplesOf(kinds([0, 2, 4, 5]))],
  ])('say what the tree says, asking the same and no more, for %s', async (_levels, shapes) => {
    let compiled = 0;
    for (const shape of shapes()) {
      const expression = expressionOf(shape, (name, { at = 0 }) => permissions[Number(name)]![at]!);
      const tree = await treeFor(expression, undefined, builder);
      if (tree.program === undefined) continue;
      compiled++;
      const bySteps = await said(() => decide(evaluationOf(tree)), calls);
      const byTree = await said(() => evaluate(tree.root, evaluationOf(tree)), calls);
      expect([show(shape), bySteps]).toEqual([show(shape), byTree]);
    }
    expect(compiled).toBeGreaterThan(100);
  });

  it('are not made where an answer must be remembered', async () => {
    const twice = leaf('A', { request: true });

    expect((await treeFor(or(twice, twice))).program).toBeUndefined();
    expect((await treeFor(leaf('B', { where: true }))).program).toBeUndefined();
    expect((await treeFor(leaf('C', { request: true, object: true }))).program).toBeUndefined();
  });

  it('are as many as an integer has bits; a tree of more is evaluated as ever', async () => {
    const denying = (count: number) =>
      Array.from({ length: count }, (_, number) => leaf(String(number), { request: number === count - 1 }, calls));
    for (const count of [32, 33]) {
      calls.length = 0;
      const [first, ...others] = denying(count);
      const tree = await treeFor(or(first!, ...others));
      expect(tree.program === undefined).toBe(count === 33);
      expect(decide(evaluationOf(tree))).toBe('granted');
      expect(calls).toHaveLength(count);
    }
  });

  it('ask the method that the class has when it is asked', async () => {
    class IsOpen extends BasePermission {
      override hasPermission(): boolean {
        return false;
      }
    }
    const tree = await treeFor(IsOpen);
    jest.spyOn(IsOpen.prototype, 'hasPermission').mockReturnValue(true);

    expect(decide(evaluationOf(tree))).toBe('granted');
  });
});
