import { and } from '../../../lib/composition/and.js';
import { EXPRESSION, type PermissionExpression } from '../../../lib/composition/expression.js';
import { Inherited } from '../../../lib/composition/inherited.js';
import { not } from '../../../lib/composition/not.js';
import { or } from '../../../lib/composition/or.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { BasePermission } from '../../../lib/permission/base-permission.js';
import { hasRole } from '../../../lib/permission/has-role.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import { ReadOnly } from '../../../lib/permission/read-only.js';
import type { DependencyInjector } from '../../../lib/policy/dependency-injector.js';
import { PermissionResolver } from '../../../lib/policy/permission-resolver.js';
import { leavesOf, type PolicyNode } from '../../../lib/policy/policy-node.js';
import { nameOf } from '../../../lib/policy/tree-builder.js';
import { boundLeaf, host, leaf, treeBuilder, treeFor } from '../../support/permissions.js';

class Arrow extends BasePermission {
  override hasPermission = (): boolean => true;
}
class ArrowBeside extends BasePermission {
  override hasObjectPermission = (): boolean => true;

  override hasPermission(): boolean {
    return true;
  }
}

describe('an expression is bound', () => {
  it('to a tree of its leaves', async () => {
    const { declared } = await treeFor(or(IsAuthenticated, and(hasRole('editor'), not(ReadOnly))));

    expect(nameOf(declared)).toBe("or(IsAuthenticated, and(hasRole('editor'), not(ReadOnly)))");
  });

  it('[C021] to one leaf for every place of one permission, and of two calls with the same arguments', async () => {
    const { declared } = await treeFor(
      and(hasRole('a'), hasRole('a'), IsAuthenticated, not(IsAuthenticated), hasRole('b')),
    );

    expect(new Set(leavesOf(declared)).size).toBe(3);
  });

  it.each([
    [true, 'constant'],
    [false, 'constant'],
    [undefined, 'leaf'],
  ])('to constants, where the method of the route settles a rule: %p', async (safe, kind) => {
    const { declared } = await treeFor(ReadOnly, safe);

    expect(declared.kind).toBe(kind);
  });

  it('to what the next outer level says, where Inherited stands', async () => {
    const outer: PolicyNode = { kind: 'constant', name: 'outer', outcome: 'granted' };
    const scope = { host, safe: undefined, inherited: () => Promise.resolve(outer) };
    const bound = await treeBuilder().bind(and(Inherited, IsAuthenticated), scope);

    expect(nameOf(bound)).toBe('and(outer, IsAuthenticated)');
  });

  it('to nothing, where Inherited has nothing behind it', async () => {
    await expect(treeFor(and(Inherited, AllowAny))).rejects.toThrow('Inherited stands in the outermost list');
  });

  it.each(['and', 'or'] as const)('to nothing, where the operands of %s() were taken away', async (kind) => {
    const operands: PermissionExpression[] = [];
    const bound = treeBuilder().bind({ [EXPRESSION]: kind, operands }, { host, safe: true, inherited: undefined });

    await expect(bound).rejects.toThrow(`${kind}() has no operands`);
  });
});

describe('a leaf', () => {
  it('carries the texts of its class', async () => {
    expect((await boundLeaf(leaf('A', { request: false, message: 'No.', code: 'no' }))).denial).toEqual({
      by: 'A',
      message: 'No.',
      code: 'no',
    });
  });

  it('carries no text that is none', async () => {
    const strange = Object.assign(leaf('A', { request: false }), { message: { html: 'x' }, code: 7 });

    expect((await boundLeaf(strange)).denial).toEqual({ by: 'A' });
  });

  it.each([
    [Arrow, 'Arrow has no rule'],
    [ArrowBeside, 'ArrowBeside.hasObjectPermission is a field: write it as a method'],
  ])('[SEC-017] has rules that are methods, unlike those of %p', async (permission, problem) => {
    await expect(treeFor(permission)).rejects.toThrow(problem);
  });

  it.each([
    [new Error("Nest can't resolve Clock.\nStack"), "Nest can't resolve Clock. Import the module"],
    ['refused', 'refused Import the module'],
  ])('[SEC-037] that cannot be made names the reason: %p', async (thrown, reason) => {
    const find = async (): Promise<never> => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- whatever a constructor throws
      throw thrown;
    };
    const injector = { find } as unknown as DependencyInjector;

    await expect(new PermissionResolver(injector).bind(IsAuthenticated, host)).rejects.toThrow(
      `IsAuthenticated cannot be made in PostsModule: ${reason}`,
    );
  });
});
