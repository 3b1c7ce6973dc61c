import { Controller, Get } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { throttle } from '../../../lib/throttler/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as } from '../../support/header-authentication.js';
import { LogRecorder } from '../../support/log-recorder.js';
import { Witness } from '../../support/witness.js';
import { ada, answer, limited, statuses } from './limited.js';

const unavailable = {
  statusCode: 503,
  error: 'Service Unavailable',
  message: 'Service unavailable',
  code: 'throttle_unavailable',
};
const admitted = { totalHits: 1, timeToExpire: 1, isBlocked: false, timeToBlockExpire: 0 };
const refused = { ...admitted, isBlocked: true };

/** Every error that a log has, without the names of who told it. */
const told = (logger: LogRecorder) => logger.of('error').filter((text) => text !== 'Throttles');

type Increment = () => unknown;

/** What a storage does that is broken. */
const FAILURES: [name: string, increment: Increment][] = [
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
  ['never answers', () => new Promise(() => undefined)],
  ['answers nothing', () => Promise.resolve()],
  ['answers null', () => null],
  ['answers a number', () => 1],
  ['answers what is no record', () => ({ isBlocked: 'no' })],
];

onEveryAdapter('[SEC-226] a storage', (boot) => {
  const witness = new Witness();
  @Controller('plain')
  class PlainController {
    @Get() list() {
      return witness.handled('served');
    }
  }

  const start = async (increment: Increment, options = {}) => {
    const storage = { increment } as ThrottlerStorage;
    const throttles = [throttle({ rate: '2/hour' })];
    const metadata = limited([PlainController], { throttles, storage, storageTimeoutMs: 20, ...options });
    const logger = new LogRecorder();
    const app = await boot(metadata, {
      configure: (each) => {
        each.useLogger(logger);
      },
    });
    return { app, logger };
  };

  it.each(FAILURES)('that %s is answered with 503, and nothing runs', async (_, increment) => {
    const { app, logger } = await start(increment);
    for (let sent = 0; sent < 2; sent++) {
      const { status, body } = await as(app, ada).get('/plain');
      expect([status, body]).toEqual([503, unavailable]);
    }
    expect(witness.entered).toEqual([]);
    expect(told(logger)).toEqual([expect.stringContaining('The storage fails, requests are answered with 503: ')]);
  });

  it.each(FAILURES)('that %s lets everybody through where that is chosen, and cries out', async (_, increment) => {
    const { app, logger } = await start(increment, { onStorageFailure: 'admit' });
    expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 200]);
    expect(told(logger)).toEqual([expect.stringContaining('requests are let through unlimited: ')]);
    witness.entered.length = 0;
  });

  it('that works again is used again, and the log says so', async () => {
    let works = false;
    const { app, logger } = await start(() => (works ? admitted : Promise.reject(new Error('broken'))));
    expect(await statuses(1, () => as(app, ada).get('/plain'))).toEqual([503]);
    works = true;
    expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 200]);
    expect(logger.of('log').filter((text) => text === 'The storage answers again.')).toHaveLength(1);
  });

  it('that fails for one limit does not hide that another one refuses', async () => {
    let asked = 0;
    const { app } = await start(
      () => (asked++ % 2 === 0 ? Promise.reject(new Error('broken')) : { ...refused, timeToBlockExpire: 9 }),
      {
        throttles: [throttle({ rate: '2/hour' }), throttle({ rate: '2/min' })],
        onStorageFailure: 'admit',
      },
    );
    expect(await answer(app, ada, '/plain')).toEqual([429, '9']);
  });

  it.each([
    ['[C281]', 7.2, '8', 'Too many requests. Try again in 8 seconds.'],
    ['[C281]', 0.4, '1', 'Too many requests. Try again in 1 second.'],
    ['[C281]', 0, '0', 'Too many requests. Try again in 0 seconds.'],
    ['[C281] [C283]', undefined, undefined, 'Too many requests.'],
    ['[C275]', null, undefined, 'Too many requests.'],
    ['what is no time', -1, undefined, 'Too many requests.'],
    ['what is no number', NaN, undefined, 'Too many requests.'],
    ['what never ends', Infinity, undefined, 'Too many requests.'],
    ['a text', '7', undefined, 'Too many requests.'],
  ])('%s that says %p of the time to wait makes it %p', async (_, timeToBlockExpire, retryAfter, message) => {
    const { app } = await start(() => ({ ...refused, timeToBlockExpire }));
    const { status, headers, body } = await as(app, ada).get('/plain');
    expect([status, headers['retry-after'], body.message]).toEqual([429, retryAfter, message]);
  });
});
