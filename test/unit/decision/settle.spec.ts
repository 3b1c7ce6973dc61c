import { HttpException, NotFoundException } from '@nestjs/common';
import { RuleFailure } from '../../../lib/decision/rule-failure.js';
import { isThenable } from '../../../lib/context/is-thenable.js';
import { failureOf, isHttpError, settle } from '../../../lib/decision/settle.js';

const rule = 'IsEditor.hasPermission';
const never = new Promise<boolean>(() => undefined);
const identity = (answer: unknown): unknown => answer;
const thenable = (
  then: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void,
): PromiseLike<unknown> => ({ then }) as PromiseLike<unknown>;

describe('a value must be awaited', () => {
  it.each([
    [Promise.resolve(true), true],
    [thenable(() => undefined), true],
    [{ then: true }, false],
    [{}, false],
    [null, false],
    [undefined, false],
    [() => undefined, false],
  ])('when it is a thenable: %p', (value, expected) => {
    expect(isThenable(value)).toBe(expected);
  });
});

describe('an asynchronous rule', () => {
  it.each([0, 1_000])('[SEC-006] is judged by what it answers, with a limit of %i ms', async (limit) => {
    await expect(settle(Promise.resolve(true), identity, rule, limit)).resolves.toBe(true);
    await expect(settle(Promise.resolve('yes'), identity, rule, limit)).resolves.toBe('yes');
  });

  it('[SEC-011] that rejects is a failure', async () => {
    await expect(settle(Promise.reject(new Error('down')), identity, rule, 0)).rejects.toMatchObject({
      name: 'RuleFailure',
      message: 'IsEditor.hasPermission threw Error: down',
      status: 500,
    });
  });

  it('whose answer cannot be judged is a failure', async () => {
    const judge = (): never => {
      throw new RuleFailure('IsEditor.hasPermission answered 7; …');
    };
    await expect(settle(Promise.resolve(7), judge, rule, 0)).rejects.toThrow('answered 7');
  });

  it('[SEC-012] [SEC-045] that does not answer in time is a 503', async () => {
    await expect(settle(never, identity, rule, 5)).rejects.toMatchObject({
      status: 503,
      message: 'IsEditor.hasPermission did not answer within 5 ms (ruleTimeoutMs).',
    });
  });

  it('[SEC-011] is not heard when it fails after its time', async () => {
    let fail: (reason: Error) => void = () => undefined;
    const late = new Promise<boolean>((_resolve, reject) => (fail = reject));
    await expect(settle(late, identity, rule, 5)).rejects.toMatchObject({ status: 503 });
    fail(new Error('too late'));

    // an unhandled rejection would end this test
    await expect(late).rejects.toThrow('too late');
  });

  it.each<[string, PromiseLike<unknown>, unknown]>([
    [
      'resolves',
      thenable((resolve) => {
        resolve(false);
      }),
      false,
    ],
    [
      'resolves twice',
      thenable((resolve) => {
        resolve(false);
        resolve(true);
      }),
      false,
    ],
    [
      'resolves and then rejects',
      thenable((resolve, reject) => {
        resolve(false);
        reject(new Error('late'));
      }),
      false,
    ],
    [
      'resolves and then throws',
      thenable((resolve) => {
        resolve(false);
        throw new Error('late');
      }),
      false,
    ],
  ])('[SEC-007] that is a thenable counts by what it does first: %s', async (_text, pending, answer) => {
    await expect(settle(pending, identity, rule, 0)).resolves.toBe(answer);
  });

  it('[SEC-007] that is a thenable which throws is a failure', async () => {
    const throwing = thenable(() => {
      throw new Error('broken');
    });
    await expect(settle(throwing, identity, rule, 0)).rejects.toThrow('IsEditor.hasPermission threw Error: broken');
  });
});

describe('what a rule threw', () => {
  const unprintable = {
    toString: () => {
      throw new Error('twice');
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();

  it.each<[unknown, string]>([
    [new TypeError('x is not a function'), 'TypeError: x is not a function'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Object.freeze(new Error('frozen')), 'Error: frozen'],
    [unprintable, 'a value that cannot be printed'],
    [proxy, 'a value that cannot be printed'],
  ])('[SEC-010] is a failure of status 500: %#', (thrown, words) => {
    const failure = failureOf(thrown, rule);

    expect(failure).toMatchObject({
      name: 'RuleFailure',
      status: 500,
      message: `IsEditor.hasPermission threw ${words}`,
    });
    expect(failure.cause).toBe(thrown);
  });

  it('is itself, where it is a failure already, or an exception with the status of an error', () => {
    const failure = new RuleFailure('known');
    const missing = new NotFoundException();

    expect(failureOf(failure, rule)).toBe(failure);
    expect(failureOf(missing, rule)).toBe(missing);
  });

  it.each([
    [404, true],
    [429, true],
    [503, true],
    [599, true],
    [399, false],
    [302, false],
    [200, false],
    [404.5, false],
    [600, false],
    [NaN, false],
  ])('[SEC-014] keeps the status %p: %p', (status, kept) => {
    const thrown = new HttpException('x', status);

    expect(isHttpError(thrown)).toBe(kept);
    expect(failureOf(thrown, rule)).toMatchObject(kept ? { message: 'x' } : { name: 'RuleFailure', status: 500 });
  });
});
