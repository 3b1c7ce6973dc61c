import { jest } from '@jest/globals';
import { HttpException } from '@nestjs/common';
import { deny } from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as } from '../support/header-authentication.js';
import { REFUSALS } from '../support/witness.js';
import { alice, EVERY_ROUTE, raise, revokedProxy, rule, startRules, witness } from './fixtures/rules.js';

onEveryAdapter('A rule that gives no answer', (boot) => {
  it.each<[string, () => unknown]>([
    ['an error', () => new Error('secret')],
    ['undefined', () => undefined],
    ['null', () => null],
    ['a text', () => 'secret'],
    ['true', () => true],
    ['false', () => false],
    ['a frozen object', () => Object.freeze({ secret: true })],
    ['an object without a prototype', () => Object.create(null) as unknown],
    [
      'an error with an unreadable message',
      () => Object.defineProperty(new Error(), 'message', { get: () => raise(new Error('unreadable')) }),
    ],
    [
      'an error with an unreadable stack',
      () => Object.defineProperty(new Error(), 'stack', { get: () => raise(new Error('unreadable')) }),
    ],
    [
      'an error with an unreadable name',
      () => Object.defineProperty(new Error(), 'name', { get: () => raise(new Error('unreadable')) }),
    ],
    ['an object with an unreadable text', () => ({ toString: () => raise(new Error('unreadable')) })],
    ['a symbol', () => Symbol('secret')],
    ['what looks like a response', () => ({ statusCode: 200, message: 'secret' })],
    ['an error that looks like a response', () => Object.assign(new Error('secret'), { statusCode: 200, status: 200 })],
    ['a revoked proxy', revokedProxy],
    ['a denial', () => deny()],
    ['a promise of true', () => Promise.resolve(true)],
  ])(
    '[SEC-010] [SEC-011] throwing %s, or rejecting with it, is an error through and, or and not',
    async (_name, make) => {
      const app = await startRules(boot);
      for (const route of EVERY_ROUTE) {
        rule.answer = () => raise(make());
        await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), REFUSALS.broken);
        rule.answer = async () => raise(make());
        await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), REFUSALS.broken);
      }
    },
  );

  it('[SEC-011] what comes after the time is ignored, a rejection included', async () => {
    const app = await startRules(boot);
    const settle: { reject?: (error: Error) => void; resolve?: (value: boolean) => void } = {};
    rule.answer = () => new Promise<boolean>((resolve, reject) => Object.assign(settle, { resolve, reject }));
    await witness.expectDenied(app, () => as(app, alice).get('/request'), REFUSALS.late);
    await witness.expectDenied(
      app,
      async () => {
        const response = await as(app, alice).get('/negated');
        settle.reject?.(new Error('too late'));
        return response;
      },
      REFUSALS.late,
    );
  });

  it.each(EVERY_ROUTE)('[SEC-012] a rule at %s that never settles is answered with 503', async (route) => {
    const app = await startRules(boot);
    rule.answer = () => new Promise(() => undefined);
    await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), REFUSALS.late);
  });

  it('[SEC-012] a rule that settles in time leaves no timer behind', async () => {
    const app = await startRules(boot, 3_600_000);
    const started = jest.spyOn(globalThis, 'setTimeout');
    const cleared = jest.spyOn(globalThis, 'clearTimeout');
    for (const answer of [
      () => Promise.resolve(true),
      () => Promise.resolve(false),
      () => Promise.reject(new Error('no')),
    ]) {
      rule.answer = answer;
      await as(app, alice).get('/request');
    }
    const timers = started.mock.calls.flatMap(([, delay], call) =>
      delay === 3_600_000 ? [started.mock.results[call]?.value] : [],
    );
    expect(timers).toHaveLength(3);
    expect(cleared.mock.calls.map(([timer]) => timer)).toEqual(expect.arrayContaining(timers));
    started.mockRestore();
    cleared.mockRestore();
  });

  it.each([400, 404, 409, 429, 500, 503])(
    '[SEC-014] an HttpException of status %i keeps its status',
    async (status) => {
      const app = await startRules(boot);
      for (const route of EVERY_ROUTE) {
        rule.answer = () => raise(new HttpException({ statusCode: status, message: 'said by the rule' }, status));
        await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), {
          statusCode: status,
          message: 'said by the rule',
        });
      }
    },
  );

  it.each([100, 200, 204, 302, 399, 600, 700, 1000, 404.5, NaN, Infinity, -403, '403', null, undefined])(
    '[SEC-014] an HttpException of status %p is an error of the rule',
    async (status) => {
      const app = await startRules(boot);
      for (const route of ['request', 'object', 'negated']) {
        rule.answer = () => raise(new HttpException('said by the rule', status as number));
        await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), REFUSALS.broken);
      }
    },
  );
});
