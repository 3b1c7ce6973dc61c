import { AllowAny } from '../../../lib/permission/allow-any.js';
import { CONSTANT, constantOf } from '../../../lib/permission/constant.js';
import { DenyAll } from '../../../lib/permission/deny-all.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import { IsAuthenticatedOrReadOnly } from '../../../lib/permission/is-authenticated-or-read-only.js';
import { ReadOnly } from '../../../lib/permission/read-only.js';
import { contextOf } from '../../support/permissions.js';

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'] as const;
const WRITES = METHODS.slice(3);
const CALLERS = {
  none: undefined,
  anonymous: null,
  user: { id: 1 },
  staff: { id: 2, isStaff: true },
  superuser: { id: 3, isSuperuser: true },
};
type Caller = keyof typeof CALLERS;
const everybody = Object.keys(CALLERS) as Caller[];
const guests: Caller[] = ['none', 'anonymous'];
const users: Caller[] = ['user', 'staff', 'superuser'];

const BUILT_INS = { AllowAny, DenyAll, IsAuthenticated, IsAdminUser, ReadOnly, IsAuthenticatedOrReadOnly };

describe.each<
  [id: string, name: keyof typeof BUILT_INS, callers: Caller[], methods: readonly string[], answer: boolean]
>([
  ['[C001]', 'AllowAny', everybody, METHODS, true],
  ['', 'DenyAll', everybody, METHODS, false],
  ['[C003]', 'IsAuthenticated', guests, METHODS, false],
  ['[C004]', 'IsAuthenticated', users, METHODS, true],
  ['[C005]', 'IsAdminUser', [...guests, 'user', 'superuser'], METHODS, false],
  ['[C006]', 'IsAdminUser', ['staff'], METHODS, true],
  ['', 'ReadOnly', everybody, METHODS.slice(0, 3), true],
  ['', 'ReadOnly', everybody, WRITES, false],
  ['[C008]', 'IsAuthenticatedOrReadOnly', guests, METHODS.slice(0, 3), true],
  ['[C009]', 'IsAuthenticatedOrReadOnly', guests, WRITES, false],
  ['[C010]', 'IsAuthenticatedOrReadOnly', users, METHODS, true],
])('%s %s', (_id, name, callers, methods, answer) => {
  it.each(callers.flatMap((caller) => methods.map((method) => [caller, method] as const)))(
    `[C014] answers ${String(answer)} to %s for %s`,
    (caller, method) => {
      expect(new BUILT_INS[name]().hasPermission(contextOf({ user: CALLERS[caller], method }))).toBe(answer);
    },
  );
});

describe('what is known of a built-in for a whole route', () => {
  it.each([
    ['AllowAny', true, true, true],
    ['DenyAll', false, false, false],
    ['ReadOnly', true, false, undefined],
    ['IsAuthenticatedOrReadOnly', true, undefined, undefined],
    ['IsAuthenticated', undefined, undefined, undefined],
    ['IsAdminUser', undefined, undefined, undefined],
  ] as const)('%s: %p where it reads, %p where it writes, else %p', (name, reading, writing, mixed) => {
    for (const permission of [BUILT_INS[name], new BUILT_INS[name]()]) {
      expect(constantOf(permission, true)).toBe(reading);
      expect(constantOf(permission, false)).toBe(writing);
      expect(constantOf(permission, undefined)).toBe(mixed);
    }
  });

  it('says nothing of a subclass, which may have overridden the rule', () => {
    class AllowSome extends AllowAny {
      override hasPermission(): boolean {
        return false;
      }
    }
    expect(constantOf(AllowSome, true)).toBeUndefined();
    expect(constantOf(new AllowSome(), true)).toBeUndefined();
    expect(CONSTANT in AllowSome.prototype).toBe(true);
  });
});
