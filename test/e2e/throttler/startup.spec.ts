import { Controller, Get, Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { AllowAny, isOwner, IsAdminUser, IsAuthenticated, Permissions, PermissionsModule } from '../../../lib/index.js';
import {
  MemoryThrottleStorage,
  SkipThrottles,
  throttle,
  Throttles,
  ThrottlesModule,
  type ThrottlesModuleOptions,
  type ThrottlesOptionsFactory,
} from '../../../lib/throttler/index.js';
import { onAdapters, onEveryAdapter } from '../../support/adapters.js';
import { expectBootFails } from '../../support/expect-boot-fails.js';
import { as } from '../../support/header-authentication.js';
import { ada, limited, statuses } from './limited.js';

@Controller('posts')
class PostsController {
  @Get() @Throttles(throttle({ scope: 'posts' })) list() {
    return '';
  }
}

const controllerWith = (path: string, ...decorators: MethodDecorator[]) => {
  class HandlerController {
    handle() {
      return '';
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(HandlerController.prototype, 'handle')!;
  for (const decorate of [Get(), ...decorators]) decorate(HandlerController.prototype, 'handle', descriptor);
  Controller(path)(HandlerController);
  return HandlerController;
};

let paths = 0;
const handlerLimitedBy = (...throttles: ReturnType<typeof throttle>[]) =>
  controllerWith(String(paths++), Throttles(...(throttles as [ReturnType<typeof throttle>])));

onAdapters({ Express: () => new ExpressAdapter() }, 'an application with throttles does not start', (boot) => {
  const expectFails = (metadata: ModuleMetadata, ...messages: RegExp[]) => expectBootFails(boot, metadata, ...messages);

  it('[C289] [C293] with a scope that has no rate', async () => {
    await expectFails(
      limited([PostsController], {}),
      /scope "posts" has no rate: write ThrottlesModule.forRoot\(\{ rates/,
    );
    await expectFails(limited([PostsController], { rates: { post: '5/min' } }), /There are rates for post\./);
  });

  it('with a scope that has two rates', async () => {
    const controller = handlerLimitedBy(throttle({ scope: 'uploads', rate: '5/min' }));
    await expectFails(
      limited([controller], { rates: { uploads: '6/min' } }),
      /"uploads" has a rate in throttle\(\) and one in/,
    );
  });

  it.each([
    ['rate', throttle({ scope: 'posts', rate: '5/min' })],
    ['moment', throttle({ scope: 'posts', countRefused: true })],
    ['block', throttle({ scope: 'posts', blockDuration: 1 })],
    ['number of rates', throttle({ scope: 'posts', rateFor: [[IsAdminUser, null]] })],
  ])('with a scope that is throttled in different ways: another %s', async (_, other) => {
    const options = { rates: { posts: '5/min' } } as const;
    await expectFails(
      limited([PostsController, handlerLimitedBy(other)], options),
      /"posts" is throttled in different ways/,
    );
  });

  it.each([
    ['permission', [[IsAuthenticated, '5/min']]],
    ['rate', [[IsAdminUser, '6/min']]],
    ['limit', [[IsAdminUser, null]]],
  ] as const)('with another %s of a scope', async (_, rateFor) => {
    const one = handlerLimitedBy(throttle({ scope: 'x', rate: '5/min', rateFor: [[IsAdminUser, '5/min']] }));
    const other = handlerLimitedBy(throttle({ scope: 'x', rate: '5/min', rateFor }));
    await expectFails(limited([one, other], {}), /"x" is throttled in different ways/);
  });

  it('with two throttles that count the same', async () => {
    const same = handlerLimitedBy(throttle({ rate: '5/min' }), throttle({ rate: '6/min' }));
    await expectFails(
      limited([same], {}),
      /HandlerController.handle: two throttles count the same requests over the same time/,
    );
    const tiers = handlerLimitedBy(
      throttle({ rate: '5/sec', rateFor: [[IsAdminUser, '9/min']] }),
      throttle({ rate: '6/min' }),
    );
    await expectFails(limited([tiers], {}), /two throttles count the same/);
  });

  it('with a rate for a permission that depends on an object', async () => {
    const controller = handlerLimitedBy(throttle({ rate: '5/min', rateFor: [[isOwner('authorId'), null]] }));
    await expectFails(
      limited([controller], {}),
      /throttle\(\) of HandlerController.handle: isOwner\('authorId'\) depends on an object/,
    );
  });

  it('with a rate for what is no permission', async () => {
    const controller = handlerLimitedBy(throttle({ rate: '5/min', rateFor: [[undefined as never, null]] }));
    await expectFails(limited([controller], {}), /operand 1 is undefined\. Two files import each other/);
  });

  it('with everything that is wrong in one report', async () => {
    const one = handlerLimitedBy(throttle({ rate: '5/min' }), throttle({ rate: '6/min' }));
    await expectFails(limited([PostsController, one], {}), /2 problems/, /has no rate/, /count the same/);
  });

  it('with a throttle by user where no PermissionsGuard runs', async () => {
    const metadata = limited([handlerLimitedBy(throttle({ rate: '5/min' }))], {}, { globalGuard: false });
    await expectFails(metadata, /HandlerController.handle is limited by user.*PermissionsGuard.*@SkipThrottles\(\)/s);
  });

  it('with a throttle where no HTTP request comes', async () => {
    const one = throttle({ rate: '5/min' });
    @Injectable()
    class PostsService {
      @Throttles(one) find() {
        return '';
      }
    }
    @Injectable()
    @SkipThrottles()
    class OthersService {}
    const metadata = limited([], {});
    const messages = [
      /PostsService\.find has @Throttles\(\)/,
      /OthersService has @Throttles\(\) or @SkipThrottles\(\), and no/,
    ];
    await expectFails(
      { ...metadata, providers: [PostsService, OthersService, { provide: 'value', useValue: 1 }] },
      ...messages,
    );
  });

  it('without PermissionsModule', async () => {
    await expectFails(
      { imports: [ThrottlesModule.forRoot()] },
      /ThrottlesModule\.forRoot\(\): the application does not import PermissionsModule/,
    );
  });

  it('with two of its modules', async () => {
    const metadata = limited([], {});
    const imports = [...metadata.imports!, ThrottlesModule.forRoot({ trustedProxies: 1 })];
    await expectFails({ ...metadata, imports }, /ThrottlesModule\.forRoot\(\) is imported twice/);
  });

  it('where something else orders the guards', async () => {
    @Module({})
    class OrderingModule {
      constructor(config: ApplicationConfig) {
        const guards = config.getGlobalGuards.bind(config);
        config.getGlobalGuards = () => [{ canActivate: () => true }, ...guards()];
      }
    }
    Reflect.defineMetadata('design:paramtypes', [ApplicationConfig], OrderingModule);
    const metadata = limited([], {});
    await expectFails(
      { imports: [...metadata.imports!, OrderingModule] },
      /AddressThrottleGuard is not the first of the global guards/,
    );
  });

  it.each([
    ['what is no option', { limit: 5 }, /no option "limit"/],
    ['what is no list', { throttles: throttle({ rate: '5/min' }) }, /"throttles" takes throttles/],
    ['a list that got lost', { throttles: undefined }, /"throttles" takes throttles/],
    ['what is no throttle', { throttles: ['5/min'] }, /"throttles" takes throttles/],
    ['[C295] what is no rate', { rates: { posts: '5/w' } }, /the rate of the scope "posts": '5\/w' is no rate/],
    ['a list of rates', { rates: ['5/min'] }, /"rates" cannot be/],
    ['a storage that is none', { storage: {} }, /"storage" cannot be/],
    ['no storage', { storage: undefined }, /"storage" cannot be undefined/],
    ['another way out', { onStorageFailure: 'ignore' }, /"onStorageFailure" cannot be ignore/],
    ['a timeout that is none', { storageTimeoutMs: 0 }, /"storageTimeoutMs" cannot be 0/],
    ['a number of proxies that is none', { trustedProxies: true }, /"trustedProxies" cannot be true/],
    ['a subnet that is all', { ipv6SubnetPrefix: 0 }, /"ipv6SubnetPrefix" cannot be 0/],
    ['nothing', null, /takes an array of throttles, or options/],
  ])('with %s', async (_, options, message) => {
    await expectFails(
      { imports: [PermissionsModule.forRoot(), ThrottlesModule.forRootAsync({ useFactory: () => options as never })] },
      message,
    );
  });
});

onEveryAdapter('an application with throttles starts', (boot) => {
  const options = { throttles: [throttle({ rate: '1/min' })], storage: new MemoryThrottleStorage() };

  @Injectable()
  class Options implements ThrottlesOptionsFactory {
    createThrottlesOptions(): ThrottlesModuleOptions {
      return { ...options, storage: new MemoryThrottleStorage() };
    }
  }

  it('with options that a factory makes, or a class', async () => {
    const controllers = [controllerWith('handler', Permissions(AllowAny))];
    for (const module of [
      ThrottlesModule.forRootAsync({ useFactory: async () => options }),
      ThrottlesModule.forRootAsync({ useClass: Options }),
    ]) {
      const app = await boot({ imports: [module, PermissionsModule.forRoot()], controllers });
      expect(await statuses(2, () => as(app, ada).get('/handler'))).toEqual([200, 429]);
    }
  });

  it('with a scope that is described twice in the same way', async () => {
    const uploads = () => throttle({ scope: 'x', rate: '5/min', rateFor: [[IsAdminUser, '9/min']] });
    await expect(boot(limited([handlerLimitedBy(uploads()), handlerLimitedBy(uploads())], {}))).resolves.toBeDefined();
  });
});
