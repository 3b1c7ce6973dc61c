import { NotFoundException } from '@nestjs/common';
import { and } from '../../../lib/composition/and.js';
import { Inherited } from '../../../lib/composition/inherited.js';
import { not } from '../../../lib/composition/not.js';
import { or } from '../../../lib/composition/or.js';
import { DynamicTrees } from '../../../lib/decision/dynamic-trees.js';
import { evaluate } from '../../../lib/decision/evaluate.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { hasRole } from '../../../lib/permission/has-role.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import type { DynamicNode, PolicyNode } from '../../../lib/policy/policy-node.js';
import { nameOf } from '../../../lib/policy/tree-builder.js';
import { contextOf, evaluationOf, host, leaf, treeBuilder } from '../../support/permissions.js';

const otherwise: PolicyNode = {
  kind: 'constant',
  name: 'Otherwise',
  outcome: { by: 'Otherwise', message: 'Not today.' },
};
const nodeOf = (choose: unknown, mayOpen = true): DynamicNode => {
  const chooses = choose as DynamicNode['choose'];
  return { kind: 'dynamic', choose: chooses, owner: 'PostsController', mayOpen, host, safe: true, otherwise };
};
const choosing = (answer: unknown, mayOpen?: boolean): DynamicNode => nodeOf(() => answer, mayOpen);
const trees = (): DynamicTrees => new DynamicTrees(treeBuilder());

describe('a function of @ActionPermissions', () => {
  it.each<[unknown, string]>([
    [[IsAuthenticated, IsAdminUser], 'and(IsAuthenticated, IsAdminUser)'],
    [IsAuthenticated, 'IsAuthenticated'],
    [[AllowAny], 'AllowAny'],
    [or(IsAuthenticated, Inherited), 'or(IsAuthenticated, Otherwise)'],
    [not(hasRole('guest')), "not(hasRole('guest'))"],
    [undefined, 'Otherwise'],
  ])('chooses a tree: %#', async (answer, name) => {
    expect(nameOf(await trees().choose(choosing(answer), contextOf()))).toBe(name);
  });

  it('gets the context', async () => {
    const context = contextOf({ action: 'create' });
    const node = nodeOf(({ action }: { action: string }) => (action === 'create' ? [IsAdminUser] : undefined));

    expect(nameOf(await trees().choose(node, context))).toBe('IsAdminUser');
  });

  it('is bound once for each structure, and then without a promise', async () => {
    const known = trees();
    const node = nodeOf(() => [or(hasRole('a'), not(and(IsAuthenticated, Inherited), { message: 'No.' }))]);
    const first = await known.choose(node, contextOf());

    expect(known.choose(node, contextOf())).toBe(first);
  });

  it.each<[string, unknown, unknown]>([
    ['roles', hasRole('a'), hasRole('b')],
    ['classes', IsAuthenticated, IsAdminUser],
    ['instances', leaf('A', { request: true }), leaf('A', { request: false })],
    ['operators', and(IsAuthenticated, IsAdminUser), or(IsAuthenticated, IsAdminUser)],
    [
      'nesting',
      and(and(IsAuthenticated, IsAdminUser), IsAdminUser),
      and(IsAuthenticated, and(IsAdminUser, IsAdminUser)),
    ],
    ['texts', not(IsAdminUser, { message: 'a' }), not(IsAdminUser, { code: 'a' })],
    ['labels that look like others', hasRole("a', 'b"), hasRole('a', 'b')],
  ])('[C095] [C096] never takes one structure for another: %s', async (_text, one, other) => {
    const known = trees();
    const answers = [one, other];
    const node = nodeOf(() => answers.shift());

    expect(await known.choose(node, contextOf())).not.toBe(await known.choose(node, contextOf()));
  });

  it('fills no memory with structures without end', async () => {
    const known = trees();
    let role = 0;
    const node = nodeOf(() => [hasRole(String(role))]);
    const first = await known.choose(node, contextOf());
    for (role = 1; role <= 1_000; role++) await known.choose(node, contextOf());
    role = 0;

    expect(await known.choose(node, contextOf())).not.toBe(first);
  });

  it('cannot open what a base class may not open', async () => {
    expect(await trees().choose(choosing([AllowAny], false), contextOf())).toBe(otherwise);
    expect(nameOf(await trees().choose(choosing([IsAuthenticated], false), contextOf()))).toBe('IsAuthenticated');
  });

  it.each<[string, unknown, string]>([
    ['an empty list', [], 'the list is empty'],
    ['null', null, 'operand 1 is null'],
    ['a list with undefined', [IsAuthenticated, undefined], 'operand 2 is undefined'],
    ['false', false, 'operand 1 is false'],
    ['a promise', Promise.resolve([IsAuthenticated]), 'is asynchronous: choose synchronously'],
  ])('is a broken rule that answers %s', (_text, answer, problem) => {
    const choose = () => trees().choose(choosing(answer), contextOf());

    expect(choose).toThrow('The function of @ActionPermissions() of PostsController');
    expect(choose).toThrow(problem);
  });

  it('is a broken rule that throws, and keeps an exception with the status of an error', () => {
    const throwing = (error: Error) => () =>
      trees().choose(
        nodeOf(() => {
          throw error;
        }),
        contextOf(),
      );
    expect(throwing(new Error('no'))).toThrow(
      'The function of @ActionPermissions() of PostsController threw Error: no',
    );
    expect(throwing(new NotFoundException('gone'))).toThrow('gone');
  });

  it('is a broken rule that chooses what cannot be made', async () => {
    class Empty extends IsAuthenticated {
      constructor() {
        super();
        throw new Error('no database');
      }
    }
    await expect(trees().choose(choosing([Empty]), contextOf())).rejects.toMatchObject({ name: 'RuleFailure' });
  });

  it('that has nothing to say leaves it to what applies otherwise, without a promise', () => {
    expect(evaluate(choosing(undefined), evaluationOf({ remembers: true }))).toEqual({
      by: 'Otherwise',
      message: 'Not today.',
    });
  });

  it('is called once for an invocation, whatever it is asked', async () => {
    let called = 0;
    const node = nodeOf(() => {
      called++;
      return [IsAuthenticated];
    });
    const evaluation = evaluationOf({ remembers: true }, { user: { id: 1 } });

    expect(await evaluate(node, evaluation)).toBe('granted');
    expect(await evaluate(node, evaluation)).toBe('granted');
    expect(called).toBe(1);
  });
});
