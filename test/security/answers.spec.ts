import { EMPTY, of, throwError } from 'rxjs';
import { deny } from '../../lib/index.js';
import { onEveryAdapter } from '../support/adapters.js';
import { as } from '../support/header-authentication.js';
import { REFUSALS } from '../support/witness.js';
import {
  alice,
  EVERY_ROUTE,
  raise,
  revokedProxy,
  ROUTES,
  rule,
  startRules,
  thenable,
  witness,
} from './fixtures/rules.js';

const BROKEN_ANSWERS: Readonly<Record<string, () => unknown>> = {
  'the text "true"': () => 'true',
  'the text "false"': () => 'false',
  'an empty text': () => '',
  one: () => 1,
  zero: () => 0,
  'not a number': () => NaN,
  'a big one': () => 1n,
  undefined: () => undefined,
  null: () => null,
  'an empty object': () => ({}),
  'an empty array': () => [],
  'an array of true': () => [true],
  'a symbol': () => Symbol('true'),
  'a function': () => () => true,
  'true as an object': () => Object(true) as unknown,
  'an error': () => new Error('no'),
  'what looks like a grant': () => ({ allowed: true, granted: true }),
  'what looks like a denial': () => ({ status: 404, hide: true }),
  'a proxy of true': () => new Proxy(Object(true) as object, {}),
  'a revoked proxy': revokedProxy,
  'an Observable of true': () => of(true),
  'an Observable of nothing': () => EMPTY,
  'an Observable that fails': () => throwError(() => new Error('late')),
  'an iterator': () => [true].values(),
};

onEveryAdapter('What a rule answers', (boot) => {
  it.each(ROUTES)('[SEC-001] true grants at %s, at once or promised, and the rule is asked once', async (route) => {
    const app = await startRules(boot);
    for (const answer of [
      () => true,
      () => Promise.resolve(true),
      () =>
        thenable((resolve) => {
          resolve(true);
        }),
    ]) {
      Object.assign(rule, { answer, calls: 0 });
      await witness.expectGranted(() => as(app, alice).get(`/${route}`));
      expect(rule.calls).toBe(1);
    }
  });

  it.each(ROUTES)('[SEC-002] false denies at %s, at once or promised, and so does deny()', async (route) => {
    const app = await startRules(boot);
    const answers = [
      () => false,
      () => Promise.resolve(false),
      () =>
        thenable((resolve) => {
          resolve(false);
        }),
      () => deny(),
    ];
    for (const answer of answers) {
      rule.answer = answer;
      await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), REFUSALS.forbidden);
      await witness.expectDenied(app, () => as(app, null).get(`/${route}`), REFUSALS.guest);
    }
  });

  it.each(Object.entries(BROKEN_ANSWERS))('[SEC-004] [SEC-005] %s is no answer', async (_name, answer) => {
    const app = await startRules(boot);
    rule.answer = answer;
    for (const route of EVERY_ROUTE)
      await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), REFUSALS.broken);
  });

  it.each(Object.entries(BROKEN_ANSWERS))('[SEC-006] [SEC-009] a promise of %s is no answer', async (_name, answer) => {
    const app = await startRules(boot);
    rule.answer = () => Promise.resolve().then(answer);
    for (const route of ['request', 'object', 'negated'])
      await witness.expectDenied(app, () => as(app, alice).get(`/${route}`), REFUSALS.broken);
  });

  it('[SEC-005] an answer that only bears the mark of deny() never becomes a success', async () => {
    const app = await startRules(boot);
    const mark = Symbol.for('nestjs-permissions:denied');
    for (const status of [200, 204, 302, '200', 99, 600, 1000, NaN, {}]) {
      rule.answer = () => ({ [mark]: true, status });
      witness.entered.length = 0;
      const { status: answeredStatus } = await as(app, alice).get('/request');
      expect([403, 500]).toContain(answeredStatus);
      expect(witness.entered).toEqual([]);
    }
  });

  it.each<[string, () => unknown, keyof typeof REFUSALS | 'granted']>([
    [
      'says false first and true later',
      () =>
        thenable((resolve) => {
          resolve(false);
          resolve(true);
        }),
      'forbidden',
    ],
    [
      'says true first and false later',
      () =>
        thenable((resolve) => {
          resolve(true);
          resolve(false);
        }),
      'granted',
    ],
    [
      'says false and rejects',
      () =>
        thenable((resolve, reject) => {
          resolve(false);
          reject(new Error('late'));
        }),
      'forbidden',
    ],
    [
      'rejects and says true',
      () =>
        thenable((resolve, reject) => {
          reject(new Error('no'));
          resolve(true);
        }),
      'broken',
    ],
    [
      'says false and throws',
      () =>
        thenable((resolve) => {
          resolve(false);
          throw new Error('late');
        }),
      'forbidden',
    ],
    ['throws before it says anything', () => thenable(() => raise(new Error('no'))), 'broken'],
    [
      'says "no"',
      () =>
        thenable((resolve) => {
          resolve('no');
        }),
      'broken',
    ],
    [
      'says one that says one that says false',
      () =>
        thenable((resolve) => {
          resolve(
            thenable((next) => {
              next(false);
            }),
          );
        }),
      'forbidden',
    ],
    [
      'cannot be read',
      () => Object.defineProperty({}, 'then', { get: () => raise(new Error('unreadable')) }),
      'broken',
    ],
    ['has a then that is no function', () => ({ then: true }), 'broken'],
    ['never calls back', () => thenable(() => undefined), 'late'],
  ])('[SEC-007] a thenable that %s', async (_name, answer, expected) => {
    const app = await startRules(boot);
    rule.answer = answer;
    const send = () => as(app, alice).get('/request');
    if (expected === 'granted') await witness.expectGranted(send);
    else await witness.expectDenied(app, send, REFUSALS[expected]);
  });
});
