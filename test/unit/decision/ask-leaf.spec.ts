import { and } from '../../../lib/composition/and.js';
import { not } from '../../../lib/composition/not.js';
import { or } from '../../../lib/composition/or.js';
import type { PermissionContext } from '../../../lib/context/permission-context.js';
import { decide as decideTree } from '../../../lib/decision/decide.js';
import { evaluate } from '../../../lib/decision/evaluate.js';
import { type LeafRecord, subjectOf } from '../../../lib/decision/evaluation.js';
import { BasePermission } from '../../../lib/permission/base-permission.js';
import { deny } from '../../../lib/permission/deny.js';
import type { BoundLeaf } from '../../../lib/policy/bound-leaf.js';
import type { PolicyNode } from '../../../lib/policy/policy-node.js';
import { boundLeaf, decide, evaluationOf, leaf, treeFor } from '../../support/permissions.js';

describe('where()', () => {
  it.each<[string, unknown, unknown]>([
    ['true grants every object', true, 'granted'],
    ['false denies every object', false, { by: 'W' }],
    ['deny() denies every object, with a reason', () => deny({ status: 423 }), { by: 'W', status: 423 }],
    ['conditions wait for the object', { flag: true }, 'pending'],
    ['promised conditions as well', () => Promise.resolve({ flag: true }), 'pending'],
  ])('%s', async (_text, where, outcome) => {
    expect((await decide(leaf('W', { where }), {}, { flag: true })).request).toEqual(outcome);
  });

  it.each<[string, unknown, RegExp]>([
    ['{}', {}, /W\.where threw TypeError: the answer is \{\}, which says nothing/],
    ['undefined', undefined, /W\.where threw TypeError: the answer is undefined/],
    ['a field that is undefined', { a: undefined }, /`a` is undefined/],
    ['a promise of nothing', () => Promise.resolve(null), /the answer is null/],
  ])('is broken by %s', async (_text, where, message) => {
    await expect(decide(leaf('W', { where }))).rejects.toThrow(message);
    await expect(decide(not(leaf('W', { where })))).rejects.toThrow(message);
  });

  it('[SEC-107] that reads what is not loaded is broken with the object, and never "not equal"', async () => {
    await expect(decide(not(leaf('W', { where: { authorId: 1 } })), {}, {})).rejects.toThrow(
      'W.where threw TypeError: `authorId` is not loaded',
    );
  });
});

describe('a rule', () => {
  it('gets the context, and the object that is asked about', async () => {
    const asked: unknown[] = [];
    class Asking extends BasePermission {
      override hasPermission(...given: unknown[]): boolean {
        asked.push(given);
        return this instanceof Asking;
      }

      override hasObjectPermission(...given: unknown[]): boolean {
        asked.push(given);
        return this instanceof Asking;
      }
    }
    const { root, remembers } = await treeFor(new Asking());
    const evaluation = evaluationOf({ remembers });
    const object = { id: 1 };

    expect(await evaluate(root, evaluation, subjectOf(object))).toBe('granted');
    expect(asked).toEqual([[evaluation.context], [evaluation.context, object]]);
  });

  it('[SEC-016] gets a context on which no other rule has left anything', async () => {
    const found: unknown[] = [];
    class Leaves extends BasePermission {
      override hasPermission(context: PermissionContext): boolean {
        found.push([context.user, Reflect.ownKeys(context)]);
        Object.defineProperty(context, 'user', { value: { id: 2 } });
        Object.assign(context, { tenant: 7 });
        return true;
      }
    }
    const user = { id: 1 };
    const first = new (class First extends Leaves {})();
    const tree = await treeFor(and(first, new (class Second extends Leaves {})(), first));

    expect(evaluate(tree.root, evaluationOf(tree, { user }))).toBe('granted');
    expect(decideTree(evaluationOf(await treeFor(and(first, Leaves)), { user }))).toBe('granted');
    expect(found).toEqual(Array(4).fill([user, []]));
  });

  it('about the object is asked again for another object, and the request is not', async () => {
    const calls: string[] = [];
    const { root, remembers } = await treeFor(leaf('A', { request: true, object: true }, calls));
    const evaluation = evaluationOf({ remembers });
    for (const id of [1, 2, 3]) await evaluate(root, evaluation, subjectOf({ id }));

    expect(calls).toEqual(['A.r', 'A.o', 'A.o', 'A.o']);
  });

  it('is not remembered where nothing asks twice', async () => {
    const calls: string[] = [];
    const { root, remembers } = await treeFor(leaf('A', { request: true }, calls));

    expect(remembers).toBe(false);
    expect(evaluate(root, evaluationOf({ remembers }))).toBe('granted');
  });
});

describe('a request-scoped permission', () => {
  const scoped = async (make: () => BasePermission): Promise<{ node: PolicyNode; made: BasePermission[] }> => {
    const made: BasePermission[] = [];
    const known = await boundLeaf(leaf('Scoped', { request: true, object: true }));
    const create = async (): Promise<BasePermission> => {
      made.push(make());
      return made.at(-1)!;
    };
    const bound: BoundLeaf = { ...known, injected: { create }, instance: undefined };
    return { node: { kind: 'leaf', leaf: bound }, made };
  };

  it('is made once for each invocation, and judged by its own texts', async () => {
    const { node, made } = await scoped(() => leaf('Scoped', { request: true, object: false, message: 'Not yours.' }));
    const evaluation = evaluationOf({ remembers: true });
    await evaluate(node, evaluation);

    expect(await evaluate(node, evaluation, subjectOf({}))).toEqual({ by: 'Scoped', message: 'Not yours.' });
    expect(made).toHaveLength(1);
    await evaluate(node, evaluationOf({ remembers: true }));
    expect(made).toHaveLength(2);
  });

  it('is recorded like every other', async () => {
    const { node } = await scoped(() => leaf('Scoped', { request: false, object: true, message: 'Not yours.' }));
    const records: LeafRecord[] = [];
    await evaluate(node, evaluationOf({ remembers: true }, {}, { records }));

    expect(records).toMatchObject([{ phase: 'request', outcome: { by: 'Scoped' }, reason: 'Not yours.' }]);
  });

  it('that cannot be made is a failure', async () => {
    const { node } = await scoped(() => {
      throw new Error('no tenant');
    });
    await expect(evaluate(node, evaluationOf({ remembers: true }))).rejects.toThrow(
      'The constructor of Scoped threw Error: no tenant',
    );
  });

  it('whose rule is a field of the instance is a failure, for its class does not show it', async () => {
    class Fields extends BasePermission {
      override hasObjectPermission = (): boolean => false;

      override hasPermission(): boolean {
        return true;
      }
    }
    const known = await boundLeaf(leaf('Fields', { request: true }));
    const bound: BoundLeaf = {
      ...known,
      injected: { create: () => Promise.resolve(new Fields()) },
      instance: undefined,
    };

    await expect(evaluate({ kind: 'leaf', leaf: bound }, evaluationOf({ remembers: true }))).rejects.toThrow(
      /Fields\.hasObjectPermission is a field/,
    );
  });
});

describe('[SEC-011] a promise that is no longer needed', () => {
  it('is not made: the rules of or() are asked one after the other', async () => {
    const calls: string[] = [];
    const first = leaf('A', { request: () => Promise.resolve(true) }, calls);
    const second = leaf('B', { request: () => Promise.reject(new Error('late')) }, calls);

    expect((await decide(or(first, second))).final).toBe('granted');
    expect(calls).toEqual(['A.r']);
  });
});
