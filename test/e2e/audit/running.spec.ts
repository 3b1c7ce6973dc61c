import type { INestApplication, MiddlewareConsumer, NestModule, Type } from '@nestjs/common';
import { Controller, Get, Logger, Module, Post, RequestMethod } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AllowAny, Permissions, PermissionsAuditor, PermissionsModule } from 'nestjs-permissions';
import { LogRecorder } from '../../support/log-recorder.js';

@Controller('posts')
@Permissions(AllowAny)
class PostsController {
  @Get() list(): string {
    return 'done';
  }
  @Post() create(): string {
    return 'done';
  }
}

@Module({
  imports: [PermissionsModule.forRoot()],
  controllers: [PostsController],
  // a provider need not be of a class
  providers: [{ provide: 'bare', useValue: Object.create(null) as object }],
})
class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    const pass = (_request: unknown, _response: unknown, next: () => void): void => {
      next();
    };
    consumer.apply(pass).forRoutes('anything', { path: 'api/*rest', method: RequestMethod.POST }, PostsController);
  }
}

describe('the audit of a running application', () => {
  let app: INestApplication;
  afterEach(() => app.close());

  async function start(module: Type, adapter?: FastifyAdapter): Promise<void> {
    const built = await Test.createTestingModule({ imports: [module] }).compile();
    app = adapter === undefined ? built.createNestApplication() : built.createNestApplication(adapter as never);
    app.useLogger(false);
    app.setGlobalPrefix('v1');
    for (const method of ['get', 'post'] as const) {
      (app.getHttpAdapter() as unknown as Record<string, (path: string, handler: () => void) => void>)[method]!(
        '/hook',
        () => undefined,
      );
    }
  }
  const codes = (): readonly string[] =>
    app
      .get(PermissionsAuditor)
      .audit()
      .findings.map(({ code, where, message }) => `${code}: ${where}: ${message.split(' ', 2).join(' ')}`);

  it('[SEC-165] lists routes that write and that no controller owns, and no middleware', async () => {
    await start(AppModule);
    await app.init();

    expect(codes()).toEqual([
      'unsafe-method-open: PostsController.create: Everybody may',
      'raw-route: The application: POST /hook',
    ]);
  });

  it('cannot list them on Fastify', async () => {
    await start(AppModule, new FastifyAdapter());
    await app.init();

    expect(codes()).toEqual(['unsafe-method-open: PostsController.create: Everybody may']);
  });

  it('tells warnings at start-up, and no notes', async () => {
    @Controller('notes')
    @Permissions(AllowAny)
    class Opens {
      @Post() create(): string {
        return 'done';
      }
    }
    @Module({
      imports: [PermissionsModule.forRoot({ exempt: [PostsController] })],
      controllers: [PostsController, Opens],
    })
    class WithNotes {}
    const recorder = new LogRecorder();
    await start(WithNotes);
    Logger.overrideLogger(recorder);
    await app.init();
    Logger.overrideLogger(false);

    const told = recorder.of('warn').filter((text) => text !== 'Permissions');
    expect(told).toEqual([
      expect.stringMatching(/^Opens\.create: .*\[unsafe-method-open\]$/),
      expect.stringMatching(/raw-route/),
    ]);
    expect(codes().map((each) => each.split(':')[0])).toContain('exempt-handler');
  });
});
