import { Controller, Get, type INestApplication } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { throttle } from '../../../lib/throttler/index.js';
import { onAdapters, onEveryAdapter } from '../../support/adapters.js';
import { as } from '../../support/header-authentication.js';
import { LogRecorder } from '../../support/log-recorder.js';
import { ada, guest, limited, statuses } from './limited.js';

@Controller('plain')
class PlainController {
  @Get() list() {
    return '';
  }
}

const throttles = [throttle({ rate: '2/hour' })];
const metadata = (options = {}) => limited([PlainController], { throttles, ...options });

onEveryAdapter('guests are known by their address', (boot) => {
  const from = (app: INestApplication, address: string) => as(app, guest).get('/plain').set('X-Forwarded-For', address);
  const fromAll = async (app: INestApplication, ...addresses: string[]) => {
    const answers: number[] = [];
    for (const address of addresses) answers.push((await from(app, address)).status);
    return answers;
  };

  it.each(['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP', 'X-Client-IP'])(
    '[SEC-219] [C298] that of the socket, whatever %s says',
    async (header) => {
      const app = await boot(metadata());
      let sent = 0;
      const rotating = () =>
        as(app, guest)
          .get('/plain')
          .set(header, `10.0.0.${String(sent++)}`);
      expect(await statuses(8, rotating)).toEqual([200, 200, ...Array<number>(6).fill(429)]);
    },
  );

  it('[C285] each of its own', async () => {
    const app = await boot(metadata({ trustedProxies: 1 }));
    expect(await fromAll(app, '1.1.1.1', '1.1.1.1', '1.1.1.1', '2.2.2.2')).toEqual([200, 200, 429, 200]);
  });

  it('[SEC-219] [C299] that which the outermost trusted proxy saw: clients write to the left of it', async () => {
    const app = await boot(metadata({ trustedProxies: 1 }));
    expect(await fromAll(app, '9.9.9.9, 1.1.1.1', '8.8.8.8, 1.1.1.1', '7.7.7.7, 1.1.1.1')).toEqual([200, 200, 429]);
  });

  it('[SEC-222] IPv4 as IPv4, and IPv6 by its subnet', async () => {
    const app = await boot(metadata({ trustedProxies: 1, ipv6SubnetPrefix: 48 }));
    expect(await fromAll(app, '1.1.1.1', '::ffff:1.1.1.1', '::ffff:101:101', '1.1.1.2')).toEqual([200, 200, 429, 200]);
    expect(await fromAll(app, '1:2:3::1', '1:2:3:4::1', '1:2:3:4:5::', '1:2:4::1')).toEqual([200, 200, 429, 200]);
  });

  it('[SEC-224] and never taken for a user', async () => {
    const app = await boot(metadata({ trustedProxies: 1 }));
    expect(await fromAll(app, '1.1.1.1', '1.1.1.1', '1.1.1.1')).toEqual([200, 200, 429]);
    expect(await statuses(3, () => as(app, { id: '1.1.1.1' }).get('/plain'))).toEqual([200, 200, 429]);
    expect(await statuses(2, () => as(app, { id: 'anon' }).get('/plain'))).toEqual([200, 200]);
  });
});

describe('[SEC-219] a framework that believes forwarded addresses', () => {
  const adapters = {
    Express: () => {
      const adapter = new ExpressAdapter();
      adapter.getInstance<NestExpressApplication>().set('trust proxy', true);
      return adapter;
    },
    Fastify: () => new FastifyAdapter({ trustProxy: true }),
  };

  onAdapters(adapters, 'is not believed', (boot) => {
    const logged = async (options: object) => {
      const logger = new LogRecorder();
      const app = await boot(metadata(options), {
        adjust: (builder) => builder.setLogger(logger),
        configure: (each) => {
          each.useLogger(logger);
        },
      });
      return { app, warnings: logger.of('warn').filter((text) => text.includes('trustedProxies')) };
    };

    it('and the start says what to write', async () => {
      const { app, warnings } = await logged({});
      expect(warnings).toEqual([
        'The HTTP adapter trusts proxies, and throttles do not: all clients behind a proxy have one address. ' +
          'Tell how many there are: ThrottlesModule.forRoot({ trustedProxies: 1 }).',
      ]);
      let sent = 0;
      const rotating = () =>
        as(app, guest)
          .get('/plain')
          .set('X-Forwarded-For', `10.0.0.${String(sent++)}`);
      expect(await statuses(3, rotating)).toEqual([200, 200, 429]);
      expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 200]);
    });

    it('and the start says nothing where proxies are counted', async () => {
      expect((await logged({ trustedProxies: 1 })).warnings).toEqual([]);
    });
  });

  onEveryAdapter('is one that is told so', (boot) => {
    it('and without it the start says nothing', async () => {
      const logger = new LogRecorder();
      await boot(metadata(), {
        configure: (app) => {
          app.useLogger(logger);
        },
      });
      expect(logger.of('warn')).toEqual([]);
    });
  });
});
