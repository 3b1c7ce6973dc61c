import { fold } from '../../../lib/policy/fold.js';
import type { DynamicNode, PolicyNode } from '../../../lib/policy/policy-node.js';
import { canPend, isDynamic, leavesOf } from '../../../lib/policy/policy-node.js';
import { nameOf, treeOf } from '../../../lib/policy/tree-builder.js';
import { boundLeaf, host, leaf } from '../../support/permissions.js';

const yes: PolicyNode = { kind: 'constant', name: 'AllowAny', outcome: 'granted' };
const no: PolicyNode = { kind: 'constant', name: 'DenyAll', outcome: { by: 'DenyAll' } };
const told: PolicyNode = { kind: 'constant', name: 'Told', outcome: { by: 'Told', message: 'Told.' } };
const and = (...operands: PolicyNode[]): PolicyNode => ({ kind: 'and', operands });
const or = (...operands: PolicyNode[]): PolicyNode => ({ kind: 'or', operands });
const not = (operand: PolicyNode): PolicyNode => ({ kind: 'not', operand, denial: { by: `not(${nameOf(operand)})` } });
const dynamic = (otherwise: PolicyNode): DynamicNode => {
  return {
    kind: 'dynamic',
    choose: () => undefined,
    owner: 'PostsController',
    mayOpen: true,
    host,
    safe: true,
    otherwise,
  };
};
const leafNode = async (rules: object, name = 'A'): Promise<PolicyNode> => ({
  kind: 'leaf',
  leaf: await boundLeaf(leaf(name, rules)),
});

let a: PolicyNode, b: PolicyNode, o: PolicyNode;
beforeAll(async () => {
  [a, b, o] = [
    await leafNode({ request: true }),
    await leafNode({ request: true }, 'B'),
    await leafNode({ object: true }, 'O'),
  ];
});

describe('a tree is folded:', () => {
  it('and() loses what grants, and what stands behind a denial', () => {
    expect(fold(and(yes, a, yes))).toBe(a);
    expect(fold(and(a, yes, b))).toEqual(and(a, b));
    expect(fold(and(a, no, b))).toEqual(and(a, no));
    expect(fold(and(no, a))).toBe(no);
    expect(fold(and(yes, yes))).toBe(yes);
  });

  it('or() is what grants, and loses denials that say nothing', () => {
    expect(fold(or(a, yes))).toBe(yes);
    expect(fold(or(a, no))).toBe(a);
    expect(fold(or(a, no, b))).toEqual(or(a, b));
    expect(fold(or(no, no))).toBe(no);
  });

  it('or() keeps the denials that can give a reason: the first, and those with texts', () => {
    expect(fold(or(no, a))).toEqual(or(no, a));
    expect(fold(or(a, told))).toEqual(or(a, told));
    expect(fold(or(no, told))).toMatchObject({ kind: 'constant', outcome: { message: 'Told.' } });
  });

  it('not() of what is settled is settled', () => {
    expect(fold(not(yes))).toEqual({ kind: 'constant', name: 'not(AllowAny)', outcome: { by: 'not(AllowAny)' } });
    expect(fold(not(no))).toEqual({ kind: 'constant', name: 'not(DenyAll)', outcome: 'granted' });
    expect(fold(not(and(yes, a)))).toEqual({ ...not(and(yes, a)), operand: a });
  });

  it('through and through', () => {
    expect(fold(or(and(a, not(yes)), not(not(or(no, b)))))).toMatchObject({ kind: 'or' });
    expect(fold(and(or(a, not(no)), not(and(no, b))))).toMatchObject({ kind: 'constant', outcome: 'granted' });
  });

  it('a function of the context stays, and what applies otherwise is folded', () => {
    const node = dynamic(and(yes, a));

    expect(fold(node)).toEqual({ ...node, otherwise: a });
  });
});

describe('of a tree is known', () => {
  it('which leaves stand in it, once for each place', () => {
    expect(leavesOf(or(a, not(and(b, a)), yes, dynamic(b)))).toHaveLength(4);
  });

  it.each<[string, () => PolicyNode, boolean]>([
    ['a leaf about the request', () => a, false],
    ['a leaf about the object', () => o, true],
    ['not()', () => not(o), true],
    ['or()', () => or(a, o), true],
    ['and()', () => and(o, a), true],
    ['and() of the request', () => and(a, b), false],
    ['and() that denies in any case', () => and(o, no), false],
    ['a constant', () => no, false],
    ['what applies otherwise', () => dynamic(o), true],
  ])('whether its verdict can be pending: %s', (_text, node, pending) => {
    expect(canPend(node())).toBe(pending);
  });

  it.each<[string, () => PolicyNode, boolean]>([
    ['or()', () => or(a, dynamic(b)), true],
    ['not()', () => not(dynamic(b)), true],
    ['no', () => and(a, not(o), yes), false],
  ])('whether a function of the context has a say: %s', (_text, node, expected) => {
    expect(isDynamic(node())).toBe(expected);
  });

  it('how a developer would write it', () => {
    expect(nameOf(or(and(a, not(o)), dynamic(yes)))).toBe('or(and(A, not(O)), PostsController(context) ?? AllowAny)');
  });

  it.each<[string, () => PolicyNode, boolean]>([
    ['one rule about the request', () => a, false],
    ['different rules about the request', () => and(a, not(b)), false],
    ['a rule in two places', () => and(a, not(a)), true],
    ['a rule about the object', () => o, true],
    ['a function of the context', () => dynamic(a), true],
  ])('whether answers must be remembered: %s', (_text, node, remembers) => {
    expect(treeOf(node()).remembers).toBe(remembers);
  });
});
