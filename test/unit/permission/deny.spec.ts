import { deny, isDenied } from '../../../lib/permission/deny.js';

describe('deny', () => {
  it('carries what the client is to be told, frozen', () => {
    const denied = deny({ message: 'Locked.', code: 'locked', status: 423, hide: true });

    expect(denied).toMatchObject({ message: 'Locked.', code: 'locked', status: 423, hide: true });
    expect(Object.isFrozen(denied)).toBe(true);
    expect(isDenied(denied)).toBe(true);
  });

  it('needs no options', () => {
    expect(isDenied(deny())).toBe(true);
  });

  it.each([401, 402, 403, 404, 405, 409, 423, 429, 451] as const)('may name the status %i', (status) => {
    expect(deny({ status }).status).toBe(status);
  });

  it.each([200, 302, 400, 418, 500, 0, '403'])('may not name the status %p', (status) => {
    expect(() => deny({ status: status as 403 })).toThrow(
      `deny(): a refusal may be 401, 402, 403, 404, 405, 409, 423, 429, 451, and not ${String(status)}.`,
    );
  });

  it('knows no other option', () => {
    expect(() => deny({ reason: 'x' } as object)).toThrow(
      'deny() has no option "reason"; it knows message, code, status, hide.',
    );
  });

  it.each([[{ message: 7 }], [{ code: {} }], [{ message: null }]])('tells nothing but text: %j', (options) => {
    expect(() => deny(options as unknown as object)).toThrow('deny(): message and code are strings.');
  });

  it('[SEC-005] of another copy of this package counts, if it is sound', () => {
    const [brand] = Object.getOwnPropertySymbols(deny());

    expect(isDenied({ [brand!]: true, status: 423 })).toBe(true);
    expect(isDenied({ [brand!]: true, status: 200 })).toBe(false);
    expect(isDenied({ [brand!]: true, message: {} })).toBe(false);
  });

  it.each([[{ allowed: false }], [{ status: 403 }], [null], ['denied'], [false], [Object.create(deny())]])(
    '[SEC-005] is not imitated by %p',
    (answer) => {
      expect(isDenied(answer)).toBe(false);
    },
  );
});
