import { allOf, conjunctionOf } from '../../../lib/composition/all-of.js';
import { and } from '../../../lib/composition/and.js';
import { EXPRESSION, isExpression, type PermissionExpression } from '../../../lib/composition/expression.js';
import { Inherited } from '../../../lib/composition/inherited.js';
import { not } from '../../../lib/composition/not.js';
import { assertDepth, depthOf, MAXIMUM_DEPTH, toExpression, toExpressions } from '../../../lib/composition/operand.js';
import { or } from '../../../lib/composition/or.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { BasePermission } from '../../../lib/permission/base-permission.js';
import { hasRole } from '../../../lib/permission/has-role.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';

class AuthGuard {
  canActivate(): boolean {
    return true;
  }
}
class Service {}
class Empty extends BasePermission {}

const forged = (expression: object): PermissionExpression => expression as PermissionExpression;

describe('an operand', () => {
  it.each([[IsAuthenticated], [new IsAuthenticated()], [hasRole('editor')]])(
    '[C029] may be a permission class or an instance',
    (permission) => {
      expect(toExpression(permission, 'here', 1)).toEqual({ [EXPRESSION]: 'permission', permission });
    },
  );

  it.each([[and(AllowAny)], [or(AllowAny)], [not(AllowAny)], [Inherited]])(
    '[C101] may be an expression, which stays as it is',
    (expression) => {
      expect(toExpression(expression, 'here', 1)).toBe(expression);
    },
  );

  it.each<[unknown, string]>([
    [undefined, 'undefined. Two files import each other, most likely'],
    [false, 'false. Operators of JavaScript do not combine permissions: write and(A, B)'],
    [true, 'true. Operators of JavaScript'],
    [0, '0. Operators of JavaScript'],
    [[AllowAny], 'an array. Write the permissions one after the other'],
    [AuthGuard, 'the Nest guard AuthGuard. Bind it with @UseGuards()'],
    [Service, 'Service, which does not extend BasePermission'],
    [() => true, 'a function, which does not extend BasePermission'],
    [null, 'null. Write a class that extends BasePermission'],
    ['IsAuthenticated', 'string. Write a class'],
    [7, 'number. Write a class'],
    [{}, 'object. Write a class'],
    [new Service(), 'object. Write a class'],
    [Promise.resolve(AllowAny), 'object. Write a class'],
    [forged({ [EXPRESSION]: 'xor', operands: [] }), 'object. Write a class'],
    [forged({ [EXPRESSION]: 'and', operands: [] }), 'object. Write a class'],
    [forged({ [EXPRESSION]: 'or', operands: 'AllowAny' }), 'object. Write a class'],
    [forged({ [EXPRESSION]: 'and', operands: [{}] }), 'object. Write a class'],
    [forged({ [EXPRESSION]: 'not', operand: {} }), 'object. Write a class'],
    [forged({ [EXPRESSION]: 'permission', permission: Service }), 'object. Write a class'],
  ])('[C100] [SEC-020] [SEC-022] [SEC-060] may not be %p', (operand, hint) => {
    expect(() => toExpression(operand, '@Permissions() of PostsController', 2)).toThrow(
      `@Permissions() of PostsController: operand 2 is ${hint}`,
    );
  });

  it('[C013] must have a rule', () => {
    expect(() => toExpression(Empty, 'here', 1)).toThrow('Empty has no rule');
  });
});

describe('a list of operands', () => {
  it('[C016] [SEC-019] [SEC-041] [SEC-042] must not be empty', () => {
    expect(() => toExpressions([], '@Permissions() of PostsController')).toThrow(
      '@Permissions() of PostsController: the list is empty; write AllowAny to let everybody in.',
    );
  });

  it('[SEC-020] has no holes', () => {
    expect(() => toExpressions([AllowAny, , AllowAny], 'here')).toThrow('here: operand 2 is undefined');
  });

  it('[SEC-021] is copied and frozen', () => {
    const list: unknown[] = [AllowAny];
    const expressions = toExpressions(list, 'here');
    list.push(IsAdminUser);

    expect(expressions).toHaveLength(1);
    expect(Object.isFrozen(expressions)).toBe(true);
  });
});

describe('a list of a decorator or an option', () => {
  it('means AND', () => {
    expect(allOf([IsAuthenticated, IsAdminUser], 'here')).toEqual(and(IsAuthenticated, IsAdminUser));
  });

  it('[C028] of one is that permission', () => {
    expect(allOf([IsAuthenticated], 'here')).toEqual(toExpression(IsAuthenticated, 'here', 1));
    expect(allOf(IsAuthenticated, 'here')).toEqual(toExpression(IsAuthenticated, 'here', 1));
  });

  it.each([[undefined], [null], [new Set([AllowAny])], ['AllowAny']])('[SEC-021] may not be %p', (list) => {
    expect(() => allOf(list, 'here')).toThrow('here: operand 1 is ');
  });

  it('of sound expressions is joined as it is', () => {
    const one = not(AllowAny);

    expect(conjunctionOf([one], 'here')).toBe(one);
    expect(conjunctionOf([one, one], 'here')).toEqual(and(one, one));
    expect(Object.isFrozen(conjunctionOf([one, one], 'here'))).toBe(true);
  });
});

describe('the depth of an expression', () => {
  it.each([
    [toExpression(AllowAny, 'here', 1), 1],
    [Inherited, 1],
    [not(not(AllowAny)), 3],
    [and(AllowAny, or(not(AllowAny), AllowAny)), 4],
  ])('is counted: %#', (expression, depth) => {
    expect(depthOf(expression)).toBe(depth);
  });

  it('[SEC-057] is limited, so that no request overflows the stack', () => {
    let deep = not(AllowAny);
    for (let depth = depthOf(deep); depth < MAXIMUM_DEPTH; depth++) deep = and(deep, AllowAny);

    expect(depthOf(assertDepth(deep, 'here'))).toBe(MAXIMUM_DEPTH);
    expect(() => not(deep)).toThrow('not(): nested deeper than 100; write one wide list.');
    expect(() => and(deep)).toThrow('and(): nested deeper than 100');
    expect(() => or(AllowAny, deep)).toThrow('or(): nested deeper than 100');
    expect(() => conjunctionOf([deep, deep], 'here')).toThrow('here: nested deeper than 100');
  });

  it('[SEC-057] says nothing of the width', () => {
    const wide = or(AllowAny, ...Array.from({ length: 10_000 }, () => IsAdminUser));

    expect(depthOf(wide)).toBe(2);
  });
});

describe('an expression', () => {
  it('is plain frozen data, through and through', () => {
    const expression = and(not(IsAdminUser, { message: 'No.', code: 'no' }), or(IsAuthenticated, IsAdminUser));

    expect(Object.isFrozen(expression)).toBe(true);
    expect(expression).toEqual({
      [EXPRESSION]: 'and',
      operands: [
        { [EXPRESSION]: 'not', operand: toExpression(IsAdminUser, '', 1), message: 'No.', code: 'no' },
        { [EXPRESSION]: 'or', operands: [toExpression(IsAuthenticated, '', 1), toExpression(IsAdminUser, '', 1)] },
      ],
    });
    expect(Object.isFrozen((expression as { operands: unknown }).operands)).toBe(true);
  });

  it('[C094] [C095] [C096] [C098] is equal to another of the same structure, and to no other', () => {
    expect(and(IsAuthenticated, IsAdminUser)).toEqual(and(IsAuthenticated, IsAdminUser));
    expect(not(IsAuthenticated)).toEqual(not(IsAuthenticated));
    expect(and(IsAuthenticated, IsAdminUser)).not.toEqual(or(IsAuthenticated, IsAdminUser));
    expect(and(IsAuthenticated, IsAdminUser)).not.toEqual(and(AllowAny, IsAdminUser));
  });

  it.each([[{}], [null], [undefined], [AllowAny], [Object.create(not(AllowAny))]])('is not %p', (candidate) => {
    expect(isExpression(candidate)).toBe(false);
  });
});
