import fc from 'fast-check';
import { of } from 'rxjs';
import { denialIn, describeAnswer, judge } from '../../../lib/decision/judge.js';
import { deny } from '../../../lib/permission/deny.js';

const denial = { by: 'IsEditor', message: 'Editors only.', code: 'not_editor' };
const rule = 'IsEditor.hasPermission';

describe('an answer', () => {
  it('[SEC-001] [SEC-002] grants when it is true, and denies when it is false', () => {
    expect(judge(true, denial, rule)).toBe('granted');
    expect(judge(false, denial, rule)).toBe(denial);
  });

  it('denies with the reason of deny(), and with that of the class where it has none', () => {
    expect(judge(deny(), denial, rule)).toEqual(denial);
    expect(judge(deny({ message: 'Locked.', status: 423 }), denial, rule)).toEqual({
      ...denial,
      message: 'Locked.',
      status: 423,
    });
    expect(judge(deny({ code: 'locked', hide: true }), denial, rule)).toEqual({
      ...denial,
      code: 'locked',
      hide: true,
    });
    expect(judge(deny({ message: undefined } as object), { by: 'A' }, rule)).toEqual({ by: 'A' });
    expect(denialIn(false, denial)).toBeUndefined();
  });

  it.each<[unknown, string]>([
    [undefined, 'undefined; write `?? false` or `=== true`.'],
    [null, 'null; write `?? false` or `=== true`.'],
    ['yes', '"yes"; write `=== true`, or return deny({…}).'],
    ['false', '"false"; write'],
    ['', '""; write'],
    ['a\nb\u202e', '"a\\nb\\u202e"; write'],
    [1, '1; write'],
    [0, '0; write'],
    [NaN, 'NaN; write'],
    [1n, '1; write'],
    [{}, 'an object; write'],
    [[], 'an array; write'],
    [Symbol('yes'), 'a symbol; write'],
    [() => true, 'a function; write'],
    [Object(true), 'an object; write'],
    [new Error('no'), 'an object; write'],
    [{ allowed: true }, 'an object; write'],
    [of(true), 'an Observable; write `await firstValueFrom(…)`.'],
  ])('[C050] [C051] [SEC-004] [SEC-005] that is %p is a broken rule', (answer, words) => {
    expect(() => judge(answer, denial, rule)).toThrow(`IsEditor.hasPermission answered ${words}`);
  });

  it('[SEC-004] never grants unless it is the literal true, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything({ withBoxedValues: true, withNullPrototype: true, withBigInt: true }), (answer) => {
        fc.pre(typeof answer !== 'boolean');
        expect(() => judge(answer, denial, rule)).toThrow(rule);
      }),
      { numRuns: 5_000 },
    );
  });

  it('[SEC-010] is described without calling a method of it', () => {
    const hostile = {
      toString: () => {
        throw new Error('called');
      },
    };
    expect(describeAnswer(hostile)).toBe('an object');
    expect(describeAnswer(Object.create(null))).toBe('an object');
  });
});
