import { and } from '../../../lib/composition/and.js';
import type { PermissionOperand } from '../../../lib/composition/expression.js';
import { not } from '../../../lib/composition/not.js';
import { or } from '../../../lib/composition/or.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { DenyAll } from '../../../lib/permission/deny-all.js';
import type { DynamicNode } from '../../../lib/policy/policy-node.js';
import { Scope } from '../../../lib/scope/scope.js';
import { scopeOf } from '../../../lib/scope/scope-of.js';
import { evaluationOf, host, leaf, treeFor } from '../../support/permissions.js';

const published = leaf('IsPublished', { where: { published: true } });
const mine = leaf('IsMine', { where: () => Promise.resolve({ authorId: 1 }) });
const [yes, no] = [leaf('Yes', { request: true }), leaf('No', { request: () => Promise.resolve(false) })];
const rows = [
  { id: 1, published: true, authorId: 2 },
  { id: 2, published: false, authorId: 1 },
  { id: 3, published: false, authorId: 2 },
];

async function scopeFor(operand: PermissionOperand, uses: string[] = []): Promise<Scope<(typeof rows)[number]>> {
  const { root, remembers } = await treeFor(operand);
  return new Scope(await scopeOf(root, evaluationOf({ remembers })), () => uses.push('used'));
}

describe('the scope of an expression', () => {
  it.each<[string, PermissionOperand, string, number[]]>([
    ['what the request grants', yes, 'all', [1, 2, 3]],
    ['what the request denies', no, 'none', []],
    ['a constant', AllowAny, 'all', [1, 2, 3]],
    ['a constant that denies', DenyAll, 'none', []],
    ['a condition', published, 'condition', [1]],
    ['a promised condition', mine, 'condition', [2]],
    ['or()', or(published, mine), 'condition', [1, 2]],
    ['and()', and(published, mine), 'condition', []],
    ['not()', not(or(published, mine)), 'condition', [3]],
    ['not() of what the request grants', not(yes), 'none', []],
    ['not() of what the request denies', not(no), 'all', [1, 2, 3]],
    ['or() with one that grants', or(mine, yes), 'all', [1, 2, 3]],
    ['or() with one that denies', or(no, mine), 'condition', [2]],
    ['or() of denials', or(no, no), 'none', []],
    ['and() with one that denies', and(published, no), 'none', []],
    ['and() with one that grants', and(yes, published), 'condition', [1]],
    ['and() of what grants', and(yes, yes), 'all', [1, 2, 3]],
  ])('is that of %s', async (_text, operand, kind, ids) => {
    const scope = await scopeFor(operand);

    expect(scope.kind).toBe(kind);
    expect(scope.filter(rows).map(({ id }) => id)).toEqual(ids);
    expect(rows.filter((row) => scope.matches(row)).map(({ id }) => id)).toEqual(ids);
  });

  it('is a condition as it stands, where one is left', async () => {
    const { root } = await treeFor(and(yes, or(no, published)));

    expect(await scopeOf(root, evaluationOf({ remembers: true }))).toEqual({
      kind: 'where',
      condition: { kind: 'compare', field: 'published', comparison: 'equals', value: true },
    });
  });

  it('asks no further than needed', async () => {
    const calls: string[] = [];
    await scopeFor(or(yes, leaf('Late', { where: { published: true } }, calls)));

    expect(calls).toEqual([]);
  });

  it('does not exist for a rule that can only judge one object', async () => {
    await expect(scopeFor(or(published, leaf('IsOwner', { object: true })))).rejects.toThrow(
      'IsOwner.hasObjectPermission cannot become a query: write where() instead.',
    );
  });

  it('is that of what a function of the context chose', async () => {
    const { root: otherwise } = await treeFor(no);
    const node: DynamicNode = {
      ...{ kind: 'dynamic', choose: () => [published], owner: 'PostsController', mayOpen: true },
      ...{ host, safe: undefined, otherwise },
    };
    const term = await scopeOf(node, evaluationOf({ remembers: true }));

    expect(new Scope(term, () => undefined).filter(rows)).toEqual([rows[0]]);
  });
});

describe('a scope is used', () => {
  it.each<[string, (scope: Scope) => void]>([
    ['filter()', (scope) => scope.filter([])],
    ['matches()', (scope) => scope.matches(rows[0]!)],
    [
      'skip()',
      (scope) => {
        scope.skip('the list is public');
      },
    ],
  ])('by %s', async (_text, use) => {
    const uses: string[] = [];
    use(await scopeFor(published, uses));

    expect(uses).toEqual(['used']);
  });

  it('neither by looking at its kind, nor by skip() without a reason', async () => {
    const uses: string[] = [];
    const scope = await scopeFor(published, uses);

    expect(scope.kind).toBe('condition');
    for (const reason of ['', '  ', undefined as unknown as string]) {
      expect(() => {
        scope.skip(reason);
      }).toThrow('scope.skip() needs a reason.');
    }
    expect(uses).toEqual([]);
  });

  it('and stays what it is', async () => {
    expect(Object.isFrozen(await scopeFor(published))).toBe(true);
  });
});
