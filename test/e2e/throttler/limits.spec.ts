import { Controller, Get, Head, Module, Post } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import {
  BasePermission,
  hasRole,
  IsAdminUser,
  IsAuthenticated,
  PermissionAction,
  type PermissionContext,
  PermissionsModule,
  ReadOnly,
} from '../../../lib/index.js';
import { SkipThrottles, throttle, Throttles, ThrottlesModule } from '../../../lib/throttler/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { ada, answer, bob, Clock, guest, limited, root, statuses } from './limited.js';

@Controller('plain')
class PlainController {
  @Get() list() {
    return '';
  }
  @Get('other') other() {
    return '';
  }
  @Get('open') @SkipThrottles() open() {
    return '';
  }
}

@Controller('class')
@Throttles(throttle({ rate: '2/min' }))
class ClassController {
  @Get() list() {
    return '';
  }
  @Get('other') other() {
    return '';
  }
  @Get('own') @Throttles(throttle({ rate: '1/min' })) own() {
    return '';
  }
  @Get('open') @SkipThrottles() open() {
    return '';
  }
}

@Controller('uploads')
class UploadsController {
  @Get() @Throttles(throttle({ scope: 'uploads' })) list() {
    return '';
  }
  @Get('unscoped') unscoped() {
    return '';
  }
}

@Controller('other-uploads')
class OtherUploadsController {
  @Get() @Throttles(throttle({ scope: 'uploads' })) list() {
    return '';
  }
}

onEveryAdapter('a throttle', (boot) => {
  describe('of the module', () => {
    it('[C284] counts for each user, not for the address', async () => {
      const app = await boot(limited([PlainController], { throttles: [throttle({ rate: '2/min' })] }));
      expect(await statuses(3, () => as(app, ada).get('/plain'))).toEqual([200, 200, 429]);
      expect(await statuses(3, () => as(app, bob).get('/plain'))).toEqual([200, 200, 429]);
    });

    it('counts over all handlers together', async () => {
      const app = await boot(
        limited([PlainController, UploadsController], {
          throttles: [throttle({ rate: '2/min' })],
          rates: { uploads: null },
        }),
      );
      expect(await statuses(1, () => as(app, ada).get('/plain'))).toEqual([200]);
      expect(await statuses(1, () => as(app, ada).get('/plain/other'))).toEqual([200]);
      expect(await statuses(1, () => as(app, ada).get('/uploads/unscoped'))).toEqual([429]);
    });

    it('is told as a list, too', async () => {
      const app = await boot({
        imports: [
          ThrottlesModule.forRoot([throttle({ rate: '1/min' })]),
          PermissionsModule.forRoot(),
          HeaderAuthModule,
        ],
        controllers: [PlainController],
      });
      expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 429]);
    });

    it('limits nothing where it is skipped', async () => {
      const app = await boot(
        limited([PlainController], {
          throttles: [throttle({ rate: '1/min' }), throttle({ rate: '1/min', by: 'address' })],
        }),
      );
      expect(await statuses(3, () => as(app, ada).get('/plain/open'))).toEqual([200, 200, 200]);
    });

    it('[C288] is all there is for handlers that have none', async () => {
      const app = await boot(limited([PlainController], {}));
      expect(await statuses(10, () => as(app, ada).get('/plain'))).toEqual(Array(10).fill(200));
    });
  });

  describe('of a class', () => {
    it('counts over its handlers together, in place of that of the module', async () => {
      const app = await boot(limited([ClassController, PlainController], { throttles: [throttle({ rate: '1/min' })] }));
      expect(await statuses(1, () => as(app, ada).get('/class'))).toEqual([200]);
      expect(await statuses(2, () => as(app, ada).get('/class/other'))).toEqual([200, 429]);
      expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 429]);
    });

    it('gives way to that of a handler', async () => {
      const app = await boot(limited([ClassController], {}));
      expect(await statuses(2, () => as(app, ada).get('/class/own'))).toEqual([200, 429]);
      expect(await statuses(3, () => as(app, ada).get('/class'))).toEqual([200, 200, 429]);
      expect(await statuses(3, () => as(app, ada).get('/class/open'))).toEqual([200, 200, 200]);
    });

    it('of a subclass counts apart', async () => {
      @Controller('derived')
      class DerivedController extends ClassController {}
      const app = await boot(limited([ClassController, DerivedController], {}));
      expect(await statuses(3, () => as(app, ada).get('/class'))).toEqual([200, 200, 429]);
      expect(await statuses(3, () => as(app, ada).get('/derived'))).toEqual([200, 200, 429]);
    });
  });

  describe('of a scope', () => {
    it('counts over the handlers that name it', async () => {
      const rates = { uploads: '3/min' } as const;
      const app = await boot(limited([UploadsController, OtherUploadsController], { rates }));
      expect(await statuses(2, () => as(app, ada).get('/uploads'))).toEqual([200, 200]);
      expect(await statuses(2, () => as(app, ada).get('/other-uploads'))).toEqual([200, 429]);
      expect(await statuses(1, () => as(app, ada).get('/uploads'))).toEqual([429]);
      expect(await statuses(1, () => as(app, bob).get('/uploads'))).toEqual([200]);
      expect(await statuses(5, () => as(app, ada).get('/uploads/unscoped'))).toEqual(Array(5).fill(200));
    });

    it('[C290] [C291] without a limit limits nothing', async () => {
      const app = await boot(limited([UploadsController], { rates: { uploads: null } }));
      expect(await statuses(10, () => as(app, ada).get('/uploads'))).toEqual(Array(10).fill(200));
    });
  });

  it('[SEC-221] tells handlers of the same names apart', async () => {
    const twin = (path: string) => {
      @Controller(path)
      class TwinController {
        @Get() @Throttles(throttle({ rate: '1/min' })) list() {
          return '';
        }
      }
      @Module({ controllers: [TwinController] })
      class TwinModule {}
      return TwinModule;
    };
    const app = await boot({ imports: [twin('one'), twin('two'), ...limited([], {}).imports!] });
    expect(await statuses(2, () => as(app, ada).get('/one'))).toEqual([200, 429]);
    expect(await statuses(2, () => as(app, ada).get('/two'))).toEqual([200, 429]);
  });

  it('is one for a class that stands in two modules', async () => {
    @Module({ controllers: [ClassController] })
    class OneModule {}
    @Module({ controllers: [ClassController] })
    class OtherModule {}
    const paths = RouterModule.register([
      { path: 'one', module: OneModule },
      { path: 'other', module: OtherModule },
    ]);
    const app = await boot({ imports: [OneModule, OtherModule, paths, ...limited([], {}).imports!] });
    expect(await statuses(2, () => as(app, ada).get('/one/class'))).toEqual([200, 200]);
    expect(await statuses(1, () => as(app, ada).get('/other/class'))).toEqual([429]);
  });

  describe('with other rates by permission', () => {
    it('takes the first that is granted', async () => {
      const rateFor = [
        [IsAdminUser, null],
        [hasRole('partner'), '3/min'],
      ] as const;
      const app = await boot(limited([PlainController], { throttles: [throttle({ rate: '1/min', rateFor })] }));
      expect(await statuses(9, () => as(app, root).get('/plain'))).toEqual(Array(9).fill(200));
      const partner = { id: 7, roles: ['partner'] };
      expect(await statuses(4, () => as(app, partner).get('/plain'))).toEqual([200, 200, 200, 429]);
      expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 429]);
    });

    it('[C286] leaves users alone where only guests are limited', async () => {
      const anonymous = throttle({ rate: '2/hour', rateFor: [[IsAuthenticated, null]] });
      const app = await boot(limited([PlainController], { throttles: [anonymous] }));
      expect(await statuses(2, () => as(app, guest).get('/plain'))).toEqual([200, 200]);
      expect(await answer(app, guest, '/plain')).toEqual([429, '3600']);
      expect(await statuses(4, () => as(app, ada).get('/plain'))).toEqual([200, 200, 200, 200]);
    });

    it('asks about the request, and knows its method and its action', async () => {
      class IsImport extends BasePermission {
        override hasPermission({ action, method }: PermissionContext): boolean {
          return action === 'import' && method === 'POST';
        }
      }
      @Controller('imports')
      @Throttles(throttle({ rate: '1/min', rateFor: [[IsImport, null]] }))
      class ImportsController {
        @Post() @PermissionAction({ name: 'import' }) create() {
          return '';
        }
      }
      const app = await boot(limited([ImportsController], {}));
      expect(await statuses(3, () => as(app, ada).post('/imports'))).toEqual([201, 201, 201]);
    });

    it('asks no more than the method where that decides', async () => {
      @Controller('posts')
      @Throttles(throttle({ rate: '1/min', rateFor: [[ReadOnly, null]] }))
      class PostsController {
        @Get() list() {
          return '';
        }
        @Post() create() {
          return '';
        }
      }
      const app = await boot(limited([PostsController], {}));
      expect(await statuses(3, () => as(app, ada).get('/posts'))).toEqual([200, 200, 200]);
      expect(await statuses(2, () => as(app, ada).post('/posts'))).toEqual([201, 429]);
    });

    it('counts together whom it takes the same time to forget', async () => {
      const clock = new Clock();
      const rate = throttle({ rate: '2/min', rateFor: [[IsAdminUser, '4/min']] });
      const app = await boot(limited([PlainController], { throttles: [rate], storage: clock.storage }));
      expect(await statuses(4, () => as(app, { id: 5, isStaff: true }).get('/plain'))).toEqual([200, 200, 200, 200]);
      clock.seconds = 30;
      // administrator no more: three of four must be forgotten, and all were seen together
      expect(await answer(app, { id: 5 }, '/plain')).toEqual([429, '30']);
    });
  });

  describe('among several', () => {
    const burst = throttle({ rate: '3/sec' });
    const sustained = throttle({ rate: '6/min' });

    it.each([
      ['[C276] [C278]', [burst, sustained]],
      ['[C279]', [sustained, burst]],
    ])(
      '%s is asked with all others, counts what it lets through, and the longest wait is told',
      async (_, throttles) => {
        const clock = new Clock();
        const app = await boot(limited([PlainController], { throttles, storage: clock.storage }));
        expect(await statuses(3, () => as(app, ada).get('/plain'))).toEqual([200, 200, 200]);
        expect(await answer(app, ada, '/plain')).toEqual([429, '1']);
        clock.seconds = 1;
        expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 200]);
        expect(await answer(app, ada, '/plain')).toEqual([429, '59']);
        clock.seconds = 2;
        expect(await answer(app, ada, '/plain')).toEqual([429, '58']);
      },
    );

    it('[C280] is asked also when another one has refused', async () => {
      const clock = new Clock();
      const app = await boot(limited([PlainController], { throttles: [burst, sustained], storage: clock.storage }));
      expect(await statuses(24, () => as(app, ada).get('/plain'))).toEqual([
        200,
        200,
        200,
        ...Array<number>(21).fill(429),
      ]);
      expect(await answer(app, ada, '/plain')).toEqual([429, '60']);
    });
  });

  it('[C145] [C273] refuses with 429, a body of four fields, and when to try again', async () => {
    const clock = new Clock();
    const app = await boot(
      limited([PlainController], { throttles: [throttle({ rate: '3/min' })], storage: clock.storage }),
    );
    for (const seconds of [0, 20, 40]) {
      clock.seconds = seconds;
      await as(app, ada).get('/plain').expect(200);
    }
    clock.seconds = 50;
    const { status, body, headers } = await as(app, ada).get('/plain');
    expect([status, headers['retry-after'], body]).toEqual([
      429,
      '10',
      {
        statusCode: 429,
        error: 'Too Many Requests',
        message: 'Too many requests. Try again in 10 seconds.',
        code: 'throttled',
      },
    ]);
    clock.seconds = 59;
    expect((await as(app, ada).get('/plain')).body).toMatchObject({
      message: 'Too many requests. Try again in 1 second.',
    });
  });

  it('blocks for a while where that is asked for', async () => {
    const clock = new Clock();
    const throttles = [throttle({ rate: '1/sec', blockDuration: 60_000 })];
    const app = await boot(limited([PlainController], { throttles, storage: clock.storage }));
    expect(await statuses(2, () => as(app, ada).get('/plain'))).toEqual([200, 429]);
    clock.seconds = 59;
    expect(await answer(app, ada, '/plain')).toEqual([429, '1']);
    clock.seconds = 60;
    expect(await answer(app, ada, '/plain')).toEqual([200, undefined]);
  });

  it('counts HEAD with GET', async () => {
    @Controller('heads')
    class HeadsController {
      @Get() @Throttles(throttle({ rate: '1/min' })) list() {
        return '';
      }
      @Head('only') only() {
        return '';
      }
    }
    const app = await boot(limited([HeadsController], {}));
    expect([(await as(app, ada).head('/heads')).status, (await as(app, ada).get('/heads')).status]).toEqual([200, 429]);
  });

  it('lets exactly as many through as it says, when all come at once', async () => {
    const app = await boot(limited([PlainController], { throttles: [throttle({ rate: '20/hour' })] }));
    await app.listen(0, '127.0.0.1');
    const all = await Promise.all(Array.from({ length: 200 }, async () => (await as(app, ada).get('/plain')).status));
    expect(all.filter((status) => status === 200)).toHaveLength(20);
    expect(all.filter((status) => status === 429)).toHaveLength(180);
  });
});
