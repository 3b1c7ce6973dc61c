import { and } from '../../../lib/composition/and.js';
import { constantTruth } from '../../../lib/composition/constant-truth.js';
import type { PermissionOperand } from '../../../lib/composition/expression.js';
import { Inherited } from '../../../lib/composition/inherited.js';
import { not } from '../../../lib/composition/not.js';
import { toExpression } from '../../../lib/composition/operand.js';
import { or } from '../../../lib/composition/or.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { DenyAll } from '../../../lib/permission/deny-all.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { ReadOnly } from '../../../lib/permission/read-only.js';

describe('what is known of an expression before any request', () => {
  it.each<[string, PermissionOperand, boolean | undefined]>([
    ['AllowAny', AllowAny, true],
    ['DenyAll', DenyAll, false],
    ['IsAdminUser', IsAdminUser, undefined],
    ['Inherited', Inherited, undefined],
    ['ReadOnly on a GET', ReadOnly, true],
    ['not(AllowAny)', not(AllowAny), false],
    ['not(DenyAll)', not(DenyAll), true],
    ['not(IsAdminUser)', not(IsAdminUser), undefined],
    ['and(AllowAny, ReadOnly)', and(AllowAny, ReadOnly), true],
    ['and(IsAdminUser, DenyAll)', and(IsAdminUser, DenyAll), false],
    ['and(IsAdminUser, AllowAny)', and(IsAdminUser, AllowAny), undefined],
    ['or(IsAdminUser, AllowAny)', or(IsAdminUser, AllowAny), true],
    ['or(DenyAll, not(ReadOnly))', or(DenyAll, not(ReadOnly)), false],
    ['or(IsAdminUser, DenyAll)', or(IsAdminUser, DenyAll), undefined],
  ])('%s: %p', (_name, operand, truth) => {
    expect(constantTruth(toExpression(operand, 'here', 1), true)).toBe(truth);
  });

  it('depends on the method, where a route has one', () => {
    const expression = or(ReadOnly, IsAdminUser);

    expect([true, false, undefined].map((safe) => constantTruth(expression, safe))).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });
});
