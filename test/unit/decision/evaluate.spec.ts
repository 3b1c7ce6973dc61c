import { and } from '../../../lib/composition/and.js';
import { not } from '../../../lib/composition/not.js';
import { or } from '../../../lib/composition/or.js';
import { verdictOf } from '../../../lib/composition/verdict.js';
import { AllowAny } from '../../../lib/permission/allow-any.js';
import { deny } from '../../../lib/permission/deny.js';
import { IsAdminUser } from '../../../lib/permission/is-admin-user.js';
import { IsAuthenticated } from '../../../lib/permission/is-authenticated.js';
import type { PermissionOperand } from '../../../lib/composition/expression.js';
import { decide, leaf } from '../../support/permissions.js';

const user = { id: 1 };
const staff = { id: 2, isStaff: true };
const verdicts = async (operand: PermissionOperand, asked = {}, object = {}): Promise<string> => {
  const { request, final } = await decide(operand, asked, object);
  return `${verdictOf(request)}, ${verdictOf(final)}`;
};

describe('two leaves of the request', () => {
  it.each([
    ['C030', true, true, ['granted', 'A.r B.r'], ['granted', 'A.r'], ['denied', 'A.r']],
    ['C031', true, false, ['denied', 'A.r B.r'], ['granted', 'A.r'], ['denied', 'A.r']],
    ['C043', true, false, ['denied', 'A.r B.r'], ['granted', 'A.r'], ['denied', 'A.r']],
    ['C044', false, true, ['denied', 'A.r'], ['granted', 'A.r B.r'], ['granted', 'A.r']],
    ['C033', false, false, ['denied', 'A.r'], ['denied', 'A.r B.r'], ['granted', 'A.r']],
  ] as const)('[%s] [C045] [C046] A %p, B %p', async (_id, a, b, both, either, negation) => {
    for (const [build, [verdict, called]] of [
      [and, both],
      [or, either],
      [not, negation],
    ] as const) {
      const calls: string[] = [];
      const leaves = [leaf('A', { request: a }, calls), leaf('B', { request: b }, calls)] as const;
      const { final } = await decide(build === not ? not(leaves[0]) : (build as typeof and)(...leaves), { user });

      expect([verdictOf(final), calls.join(' ')]).toEqual([verdict, called]);
    }
  });
});

describe('the built-in permissions combined', () => {
  it.each([
    [
      'C034',
      'an anonymous caller',
      'and(IsAuthenticated, AllowAny)',
      and(IsAuthenticated, AllowAny),
      {},
      'denied, denied',
    ],
    ['C035', 'a user', 'and(IsAuthenticated, AllowAny)', and(IsAuthenticated, AllowAny), { user }, 'granted, granted'],
    [
      'C036',
      'an anonymous caller',
      'or(IsAuthenticated, AllowAny)',
      or(IsAuthenticated, AllowAny),
      {},
      'granted, granted',
    ],
    ['C038', 'an anonymous caller', 'not(IsAuthenticated)', not(IsAuthenticated), {}, 'granted, granted'],
    ['C085', 'a user', 'not(IsAuthenticated)', not(IsAuthenticated), { user }, 'denied, denied'],
    ['C039', 'a user', 'not(AllowAny)', not(AllowAny), { user }, 'denied, denied'],
    [
      'C041',
      'a user',
      'and(IsAuthenticated, not(IsAdminUser), not(and(IsAdminUser, IsAdminUser)))',
      and(IsAuthenticated, not(IsAdminUser), IsAuthenticated, not(and(IsAdminUser, IsAdminUser))),
      { user },
      'granted, granted',
    ],
    ['C041', 'an administrator', 'the same', and(IsAuthenticated, not(IsAdminUser)), { user: staff }, 'denied, denied'],
    [
      'C040',
      'a user',
      'and(and(IsAuthenticated, IsAuthenticated), …)',
      and(and(IsAuthenticated, IsAuthenticated), and(IsAuthenticated, IsAuthenticated)),
      { user },
      'granted, granted',
    ],
  ] as const)('[%s] %s under %s', async (_id, _who, _text, operand, asked, expected) => {
    expect(await verdicts(operand, asked)).toBe(expected);
  });
});

describe('where Django REST framework differs', () => {
  const requestOnly = leaf('R', { request: false });
  const objectOnly = (object: boolean): PermissionOperand => leaf('O', { object });

  it('[C084] not() of a rule about the request grants every object', async () => {
    expect(await verdicts(not(requestOnly))).toBe('granted, granted');
  });

  it.each([
    [true, 'pending, denied'],
    [false, 'pending, granted'],
  ])('[C086] [SEC-050] not() of a rule about the object waits for the object: %p', async (object, expected) => {
    expect(await verdicts(not(objectOnly(object)))).toBe(expected);
  });

  it('[C088] not(or(not(A), not(B))) is and(A, B)', async () => {
    const [a, b] = [leaf('A', { request: true, object: true }), leaf('B', { request: true, object: false })];

    expect(await verdicts(not(or(not(a), not(b))))).toBe('pending, denied');
    expect(await verdicts(and(a, b))).toBe('pending, denied');
  });

  it('[C089] not(and(not(A), not(B))) is or(A, B)', async () => {
    const [a, b] = [leaf('A', { request: true, object: false }), leaf('B', { request: false, object: true })];

    expect(await verdicts(not(and(not(a), not(b))))).toBe('pending, denied');
    expect(await verdicts(or(a, b))).toBe('pending, denied');
  });

  it('[C083] or(not(A), B) asks no rule twice, and no object rule without need', async () => {
    const calls: string[] = [];
    const [a, b] = [
      leaf('A', { request: false, object: true }, calls),
      leaf('B', { request: true, object: true }, calls),
    ];

    expect(await verdicts(or(not(a), b))).toBe('granted, granted');
    expect(calls).toEqual(['A.r']);
  });
});

describe('an administrator or the owner', () => {
  const isOwner = (owner: boolean): PermissionOperand => leaf('IsOwner', { object: owner });

  it.each([
    ['C069', false, 'pending, denied'],
    ['C070', true, 'pending, granted'],
  ])('[%s] admits a user exactly when the object is theirs: %p', async (_id, owner, expected) => {
    expect(await verdicts(or(IsAdminUser, isOwner(owner)), { user })).toBe(expected);
  });

  it('[C071] leaves a list pending, where the framework would open it', async () => {
    const { request } = await decide(or(IsAdminUser, isOwner(false)), { user });

    expect(request).toBe('pending');
  });

  it('[SEC-049] does not ask about the object when the administrator is known', async () => {
    const calls: string[] = [];

    expect(await verdicts(or(IsAdminUser, leaf('IsOwner', { object: false }, calls)), { user: staff })).toBe(
      'granted, granted',
    );
    expect(calls).toEqual([]);
  });
});

describe('calls of object rules', () => {
  it.each([
    ['C073', or, [false, false], [true, true], 'granted', ['A.r', 'B.r', 'B.o']],
    ['C074', and, [true, true], [true, false], 'denied', ['A.r', 'B.r', 'A.o', 'B.o']],
    ['C075', and, [true, false], [true, true], 'denied', ['A.r', 'B.r', 'A.o']],
    ['C023', and, [true, false], [true, false], 'denied', ['A.r', 'B.r', 'A.o']],
    ['C076', or, [true, false], [false, true], 'denied', ['A.r', 'B.r', 'A.o']],
  ] as const)('[%s] are those that are needed', async (_id, build, a, b, verdict, expected) => {
    const calls: string[] = [];
    const [first, second] = [a, b].map(([request, object], at) => leaf('AB'[at]!, { request, object }, calls));
    const { final } = await decide(build(first!, second!), { user });

    expect(verdictOf(final)).toBe(verdict);
    expect(calls).toEqual(expected);
  });

  it.each([2, 3, 6])('[C080] [C081] are one for each of %i operands of or()', async (count) => {
    const calls: string[] = [];
    const leaves = Array.from({ length: count }, (_, at) => leaf(String(at), { request: true, object: false }, calls));
    const nested = leaves.slice(1).reduce<PermissionOperand>((left, right) => or(left, right), leaves[0]!);

    expect(await verdicts(nested)).toBe('pending, denied');
    expect(calls).toEqual(
      [...leaves.keys()].flatMap((at) => [`${at}.r`]).concat([...leaves.keys()].map((at) => `${at}.o`)),
    );
  });
});

describe('the order of operands', () => {
  const abc = (calls: string[], ...answers: boolean[]) =>
    answers.map((request, at) => leaf('ABC'[at]!, { request }, calls));

  it('[C048] is that of the calls: or(A, and(B, C)) against and(or(A, B), C)', async () => {
    const calls: string[] = [];
    const [a, b, c] = abc(calls, true, false, false) as [PermissionOperand, PermissionOperand, PermissionOperand];

    expect(await verdicts(or(a, and(b, c)))).toBe('granted, granted');
    expect(calls.splice(0)).toEqual(['A.r']);
    expect(await verdicts(and(or(a, b), c))).toBe('denied, denied');
    expect(calls).toEqual(['A.r', 'C.r']);
  });

  it('[C049] and the last is not asked without need: or(and(not(A), B), C)', async () => {
    const calls: string[] = [];
    const [a, b, c] = abc(calls, false, true, true) as [PermissionOperand, PermissionOperand, PermissionOperand];

    expect(await verdicts(or(and(not(a), b), c))).toBe('granted, granted');
    expect(calls).toEqual(['A.r', 'B.r']);
  });

  it.each([
    ['C018', false, false, 'A'],
    ['C019', true, false, 'B'],
  ])('[%s] tells the reason of the first of a list that denies', async (_id, a, b, by) => {
    const calls: string[] = [];
    const list = and(
      leaf('A', { request: a, message: 'mA' }, calls),
      leaf('B', { request: b, message: 'mB' }, calls),
      leaf('C', { request: true }, calls),
    );
    const { final } = await decide(list, { user });

    expect(final).toMatchObject({ by, message: `m${by}` });
    expect(calls).not.toContain('C.r');
  });
});

describe('reasons', () => {
  it('[SEC-046] a negated deny() grants, and its reason is gone', async () => {
    expect(await decide(not(leaf('A', { request: () => deny({ status: 404, message: 'secret' }) })))).toEqual({
      request: 'granted',
      final: 'granted',
    });
  });

  it('of a negation are its own, and never those of its operand', async () => {
    const a = leaf('A', { request: true, message: 'secret', code: 'secret' });

    expect((await decide(not(a))).final).toEqual({ by: 'not(A)' });
    expect((await decide(not(a, { message: 'Not now.', code: 'later' }))).final).toEqual({
      by: 'not(A)',
      message: 'Not now.',
      code: 'later',
    });
  });

  it('of or() are those of the last with a text of its own', async () => {
    const list = or(
      leaf('A', { request: false }),
      leaf('B', { request: false, code: 'b' }),
      leaf('C', { request: false }),
    );

    expect((await decide(list)).final).toEqual({ by: 'B', code: 'b' });
  });

  it.each([
    ['C050', null],
    ['C050', 0],
    ['C051', 'yes'],
  ])('[%s] an answer %p is no verdict, but a broken rule', async (_id, answer) => {
    await expect(decide(or(leaf('A', { request: answer }), IsAdminUser))).rejects.toThrow('A.hasPermission answered');
  });
});
