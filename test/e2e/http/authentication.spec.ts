import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  type INestApplication,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Scope,
  type Type,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import request from 'supertest';
import {
  AllowAny,
  BasePermission,
  IsAdminUser,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  Permissions,
  type PermissionContext,
  PermissionsGuard,
  PermissionsModule,
  type PermissionsModuleExtras,
  type PermissionsModuleOptions,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthGuard, HeaderAuthModule } from '../../support/header-authentication.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { problemsOf } from '../../support/startup.js';

const alice = { id: 1 };
const guest = null;

/** Answers what the rule sees. */
@Injectable()
class Witness extends BasePermission {
  override hasPermission({ user, userId, request: incoming }: PermissionContext): boolean {
    (incoming as { seen?: unknown }).seen = { user, userId: userId ?? 'none' };
    return true;
  }
}

@Controller()
class WhoController {
  @Get('private')
  private(): string {
    return 'private';
  }

  @Get('public')
  @Permissions(AllowAny)
  public(): string {
    return 'public';
  }

  @Get('admin')
  @Permissions(IsAdminUser)
  admin(): string {
    return 'admin';
  }
}

/** Authenticates under a name that says nothing. */
@Injectable()
class JwtAuthGuard extends HeaderAuthGuard {}

onEveryAdapter('authentication', (boot) => {
  const logger = new RecordingLogger();
  beforeEach(() => {
    logger.errors.splice(0);
    logger.warnings.splice(0);
  });

  const start = (
    imports: object[],
    configure?: (app: INestApplication) => void,
    controllers: Type[] = [WhoController],
  ) =>
    boot(
      { imports: imports as Type[], controllers },
      {
        configure: (app) => {
          app.useLogger(logger);
          configure?.(app);
        },
      },
    );

  async function expectGuarded(app: INestApplication): Promise<void> {
    await as(app, alice).get('/private').expect(200);
    await as(app, guest).get('/private').expect(401);
    await as(app, guest).get('/public').expect(200);
    await as(app, alice).get('/admin').expect(403);
    await as(app, { id: 2, isStaff: true }).get('/admin').expect(200);
  }

  describe('by a global guard', () => {
    it.each([
      ['imported before', [HeaderAuthModule, PermissionsModule.forRoot()]],
      ['imported after', [PermissionsModule.forRoot(), HeaderAuthModule]],
    ])('runs before the permissions: %s', async (_order, imports) => {
      await expectGuarded(await start(imports));
    });

    it('of the root module itself runs before the permissions', async () => {
      const app = await boot({
        imports: [PermissionsModule.forRoot()],
        controllers: [WhoController],
        providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }],
      });

      await expectGuarded(app);
    });

    it('set by app.useGlobalGuards() runs before the permissions', async () => {
      await expectGuarded(await start([PermissionsModule.forRoot()], (app) => app.useGlobalGuards(new JwtAuthGuard())));
    });

    it('that refuses is not followed by a decision', async () => {
      const app = await start([PermissionsModule.forRoot()], (starting) =>
        starting.useGlobalGuards({
          canActivate: () => {
            throw new UnauthorizedException('bad password');
          },
        }),
      );

      const { body, headers } = await as(app, alice).get('/public').expect(401);
      expect(body.message).toBe('bad password');
      expect(headers['www-authenticate']).toBeUndefined();
    });

    describe("with guardOrder: 'as-imported'", () => {
      const asImported = PermissionsModule.forRoot({ guardOrder: 'as-imported' });

      it('runs before the permissions where it is imported before', async () => {
        await expectGuarded(await start([HeaderAuthModule, asImported]));
      });

      it('is a mistake where it is imported after, which is found', async () => {
        @Module({ providers: [{ provide: APP_GUARD, useClass: JwtAuthGuard }] })
        class AuthModule {}

        const problems = await problemsOf(start([asImported, AuthModule]));
        expect(problems).toEqual([expect.stringMatching(/JwtAuthGuard.*guest.*guardOrder/s)]);
      });

      it('is found by its brand, whatever its name', async () => {
        @Injectable()
        class Neutral extends HeaderAuthGuard {}
        Object.assign(Neutral, { [Symbol.for('@nestjs/authentication:guard')]: true });

        @Injectable()
        class NeutralChild extends Neutral {}

        @Module({ providers: [{ provide: APP_GUARD, useClass: NeutralChild }] })
        class NeutralModule {}

        const problems = await problemsOf(start([asImported, NeutralModule]));
        expect(problems).toEqual([expect.stringContaining('NeutralChild')]);
        await expectGuarded(await start([NeutralModule, asImported]));
      });

      it('nothing is said of other guards', async () => {
        @Injectable()
        class ThrottlerGuard implements CanActivate {
          canActivate(): boolean {
            return true;
          }
        }

        @Module({ providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }] })
        class ThrottlerModule {}

        await expectGuarded(await start([HeaderAuthModule, asImported, ThrottlerModule]));
      });
    });

    it('that is request-scoped runs after ours, which is found', async () => {
      @Injectable({ scope: Scope.REQUEST })
      class ScopedAuthGuard extends HeaderAuthGuard {}

      @Module({ providers: [{ provide: APP_GUARD, useClass: ScopedAuthGuard, scope: Scope.REQUEST }] })
      class ScopedAuthModule {}

      const problems = await problemsOf(start([ScopedAuthModule, PermissionsModule.forRoot()]));
      expect(problems).toEqual([expect.stringMatching(/ScopedAuthGuard.*singleton/s)]);
    });
  });

  describe('by @UseGuards()', () => {
    @Controller('class')
    @UseGuards(JwtAuthGuard)
    class ClassController {
      @Get('private')
      private(): string {
        return 'private';
      }

      @Get('open')
      @Permissions(AllowAny)
      open(): string {
        return 'open';
      }
    }

    @Controller('method')
    class MethodController {
      @Get()
      @UseGuards(AuthGuard('jwt'))
      private(): string {
        return 'private';
      }
    }

    it('of a controller runs after a global PermissionsGuard, which is found, with the remedy', async () => {
      const problems = await problemsOf(start([PermissionsModule.forRoot()], undefined, [ClassController]));

      expect(problems).toEqual([
        expect.stringMatching(/ClassController\.private: JwtAuthGuard.*APP_GUARD.*globalGuard: false.*@UseGuards\(/s),
      ]);
    });

    it('of a handler, and by a guard out of a factory, all the same', async () => {
      const problems = await problemsOf(start([PermissionsModule.forRoot()], undefined, [MethodController]));

      expect(problems).toEqual([expect.stringMatching(/MethodController\.private: .*AuthGuard/)]);
    });

    describe('with globalGuard: false', () => {
      const local = PermissionsModule.forRoot({ globalGuard: false } satisfies PermissionsModuleExtras);

      @Controller()
      @UseGuards(JwtAuthGuard, PermissionsGuard)
      class GuardedController extends WhoController {
        @Get('posts/:id')
        @Permissions(isOwner('authorId'))
        @LoadObject(JwtAuthGuard, (_service, { id }) => ({ id, authorId: alice.id }))
        post(@LoadedObject() post: object): object {
          return post;
        }

        @Get('private')
        override private(): string {
          return 'private';
        }

        @Get('public')
        @Permissions(AllowAny)
        override public(): string {
          return 'public';
        }

        @Get('admin')
        @Permissions(IsAdminUser)
        override admin(): string {
          return 'admin';
        }
      }

      it('works where the permissions stand behind it', async () => {
        const app = await start([local], undefined, [GuardedController]);

        await expectGuarded(app);
        await as(app, alice).get('/posts/1').expect(200);
        await as(app, { id: 2 }).get('/posts/1').expect(403);
        await as(app, guest).get('/posts/1').expect(401);
      });

      it('works where one stands on the class and the other on the handler', async () => {
        @Controller()
        @UseGuards(JwtAuthGuard)
        class SplitController {
          @Get()
          @UseGuards(PermissionsGuard)
          @Permissions(IsAuthenticated)
          list(): string {
            return 'list';
          }
        }
        const app = await start([local], undefined, [SplitController]);

        await as(app, alice).get('/').expect(200);
        await as(app, guest).get('/').expect(401);
      });

      it('works in a feature that imports nothing', async () => {
        @Module({ controllers: [GuardedController] })
        class FeatureModule {}

        await expectGuarded(await start([local, FeatureModule], undefined, []));
      });

      it('is found in the wrong order', async () => {
        @Controller()
        @UseGuards(PermissionsGuard, JwtAuthGuard)
        class WrongController {
          @Get()
          @Permissions(IsAuthenticated)
          list(): string {
            return 'list';
          }
        }

        const problems = await problemsOf(start([local], undefined, [WrongController]));
        expect(problems).toEqual([
          expect.stringMatching(/WrongController\.list: JwtAuthGuard.*before PermissionsGuard/s),
        ]);
      });

      it('declarations that no guard enforces are found', async () => {
        @Controller()
        @UseGuards(JwtAuthGuard)
        class ForgottenController {
          @Get()
          @Permissions(IsAuthenticated)
          list(): string {
            return 'list';
          }

          @Get('undeclared')
          undeclared(): string {
            return 'undeclared';
          }
        }

        const problems = await problemsOf(start([local], undefined, [ForgottenController]));
        expect(problems).toEqual([expect.stringMatching(/ForgottenController\.list.*PermissionsGuard/s)]);
      });
    });
  });

  describe('by passport, with tokens of @nestjs/jwt', () => {
    const secret = 'of this test only';

    @Injectable()
    class JwtStrategy extends PassportStrategy(Strategy) {
      constructor() {
        super({ jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: secret });
      }

      validate(payload: object): object {
        return payload;
      }
    }

    @Injectable()
    class PassportJwtGuard extends AuthGuard('jwt') {}

    /** Lets guests through, and refuses tokens that are wrong. */
    @Injectable()
    class OptionalJwtGuard extends AuthGuard('jwt') {
      override handleRequest<U>(error: unknown, user: U, info: { message?: string } | undefined): U {
        if (error !== null || (info !== undefined && info.message !== 'No auth token'))
          throw new UnauthorizedException();
        return user;
      }
    }

    const authentication = (guard: Type) => {
      @Module({
        imports: [PassportModule, JwtModule.register({ secret })],
        providers: [JwtStrategy, { provide: APP_GUARD, useClass: guard }],
        exports: [JwtModule],
      })
      class AuthModule {}
      return AuthModule;
    };
    const tokenOf = (app: INestApplication, payload: object) => app.get(JwtService, { strict: false }).sign(payload);
    const get = (app: INestApplication, path: string, token?: string) => {
      const sent = request(app.getHttpServer() as never).get(path);
      return token === undefined ? sent : sent.set('Authorization', `Bearer ${token}`);
    };

    it('a token is a user, known by its `sub`', async () => {
      const app = await start([PermissionsModule.forRoot(), authentication(PassportJwtGuard)]);

      await get(app, '/private', tokenOf(app, { sub: 'alice' })).expect(200);
      await get(app, '/admin', tokenOf(app, { sub: 'alice' })).expect(403);
      await get(app, '/admin', tokenOf(app, { sub: 'root', isStaff: true })).expect(200);
      await get(app, '/private').expect(401);
      await get(app, '/public').expect(401);
    });

    it('[C120] an optional guard leaves guests to the permissions, and wrong tokens to itself', async () => {
      const app = await start([PermissionsModule.forRoot(), authentication(OptionalJwtGuard)]);

      await get(app, '/public').expect(200);
      const { body, headers } = await get(app, '/private').expect(401);
      expect(body.code).toBe('not_authenticated');
      expect(headers['www-authenticate']).toBe('Bearer');
      await get(app, '/private', tokenOf(app, { sub: 'alice' })).expect(200);
      const wrong = await get(app, '/public', `${tokenOf(app, { sub: 'alice' })}x`).expect(401);
      expect(wrong.body.code).toBeUndefined();
    });
  });

  it('by middleware', async () => {
    @Module({})
    class SessionModule implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply(
            (incoming: { headers: Record<string, string>; user?: unknown }, _response: unknown, next: () => void) => {
              const header = incoming.headers['x-test-user'];
              if (header !== undefined) incoming.user = JSON.parse(header);
              next();
            },
          )
          .forRoutes('*path');
      }
    }
    const raw = PermissionsModule.forRoot({
      // middleware of Fastify sees Node's own request
      getUser: (execution) => {
        const incoming = execution.switchToHttp().getRequest<{ user?: unknown; raw?: { user?: unknown } }>();
        return Object.hasOwn(incoming, 'user') ? incoming.user : incoming.raw?.user;
      },
    });

    await expectGuarded(await start([SessionModule, raw]));
  });

  describe('the option getUser', () => {
    const header = (execution: ExecutionContext) =>
      JSON.parse(
        execution.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['x-test-user'] ?? 'null',
      ) as unknown;

    it.each([
      ['finds the user elsewhere', header],
      ['may be asynchronous', async (execution: ExecutionContext) => Promise.resolve(header(execution))],
    ])('%s', async (_rule, getUser) => {
      await expectGuarded(await start([PermissionsModule.forRoot({ getUser })]));
    });

    it('wins over the user of the request', async () => {
      const app = await start([HeaderAuthModule, PermissionsModule.forRoot({ getUser: () => null })]);

      await as(app, alice).get('/private').expect(401);
    });

    it('is not called for what is open to everybody', async () => {
      let calls = 0;
      const app = await start([PermissionsModule.forRoot({ getUser: () => ++calls && null })]);

      await as(app, guest).get('/public').expect(200);
      expect(calls).toBe(0);
    });

    it.each([
      [
        'throws',
        () => {
          throw new Error('the session store is down');
        },
      ],
      ['rejects', () => Promise.reject(new Error('the session store is down'))],
    ])('that %s is a 500, and nobody is admitted', async (_how, getUser: () => unknown) => {
      const app = await start([PermissionsModule.forRoot({ getUser })]);

      await as(app, alice).get('/private').expect(500, { statusCode: 500, message: 'Internal server error' });
      await as(app, alice).get('/admin').expect(500);
    });

    it('that throws an HttpException is answered by it', async () => {
      const getUser = () => {
        throw new UnauthorizedException('The session has ended.');
      };
      const app = await start([PermissionsModule.forRoot({ getUser })]);

      const { body } = await as(app, alice).get('/private').expect(401);
      expect(body.message).toBe('The session has ended.');
    });
  });

  describe('who is a user', () => {
    /** What authentication leaves, whatever it is. */
    const leaving = (user: unknown) => (app: INestApplication) =>
      app.useGlobalGuards({
        canActivate: (execution: ExecutionContext) => {
          execution.switchToHttp().getRequest<{ user?: unknown }>().user = user;
          return true;
        },
      });

    @Controller()
    class SeenController {
      @Get('seen')
      @Permissions(Witness)
      seen(): string {
        return 'seen';
      }
    }

    const startLeaving = (user: unknown, options: PermissionsModuleOptions = {}) =>
      start([PermissionsModule.forRoot(options)], leaving(user), [WhoController, SeenController]);

    it.each([
      ['id', { id: 1 }],
      ['id zero', { id: 0 }],
      ['sub', { sub: 'auth0|1' }],
      ['userId', { userId: 'u1' }],
      ['_id, an object of a class', { _id: new (class ObjectId {})() }],
      ['bigint', { id: 1n }],
      [
        'a class',
        new (class Account {
          readonly id = 1;
        })(),
      ],
      [
        'a getter of a class',
        new (class Account {
          get id() {
            return [1][0];
          }
        })(),
      ],
      ['isAuthenticated as a function, as passport has it', { id: 1, isAuthenticated: () => false }],
      ['no prototype', Object.assign(Object.create(null) as object, { id: 1 })],
    ])('[SEC-087] an object with an id: %s', async (_what, user) => {
      const app = await startLeaving(user);

      await as(app, guest).get('/private').expect(200);
      expect(logger.warnings).toEqual([]);
    });

    it.each([
      ['[SEC-084] null', null],
      ['undefined', undefined],
      ['[SEC-086] false, as passport leaves it', false],
      ['[SEC-086] true', true],
      ['[SEC-086] a text', 'alice'],
      ['[SEC-086] a number', 1],
      ['[SEC-086] a function', () => ({ id: 1 })],
      ['isAuthenticated: false', { id: 1, isAuthenticated: false }],
    ])('nobody else: %s', async (_what, user) => {
      const app = await startLeaving(user);

      await as(app, guest).get('/private').expect(401);
      await as(app, guest).get('/public').expect(200);
    });

    it.each([
      ['no id', { name: 'alice' }],
      ['undefined', { id: undefined }],
      ['null', { id: null }],
      ['empty', { id: '' }],
      ['NaN', { id: Number.NaN }],
      ['nothing at all', {}],
    ])('[SEC-085] nobody without an id, with one warning that tells the remedy: %s', async (_what, user) => {
      const app = await startLeaving(user);

      await as(app, guest).get('/private').expect(401);
      await as(app, guest).get('/private').expect(401);
      expect(logger.warnings).toEqual([expect.stringContaining('getUserId')]);
    });

    it('the option getUserId finds other ids, and finds none where there is none', async () => {
      const getUserId = (user: { email?: string }) => user.email;
      await as(await startLeaving({ email: 'a@b.c' }, { getUserId }), guest)
        .get('/private')
        .expect(200);
      await as(await startLeaving({ id: 1 }, { getUserId }), guest)
        .get('/private')
        .expect(401);
    });

    it('[SEC-090] a promise is nobody, but a mistake: 500, and the log says so', async () => {
      const app = await startLeaving(Promise.resolve({ id: 1 }));

      await as(app, guest).get('/private').expect(500);
      expect(logger.errors[0]).toMatch(/promise/);
    });

    it('[SEC-094] what stands on Object.prototype is no user, and makes nobody an administrator', async () => {
      const app = await start([PermissionsModule.forRoot()]);
      const polluted = Object.prototype as { user?: unknown; isStaff?: unknown };
      try {
        polluted.user = { id: 1 };
        polluted.isStaff = true;
        await as(app, guest).get('/private').expect(401);
        await as(app, guest).get('/admin').expect(401);
      } finally {
        delete polluted.user;
        delete polluted.isStaff;
      }
    });

    it('the option isAdmin says who is an administrator', async () => {
      const isAdmin = (user: { role?: string }) => user.role === 'root';
      await as(await startLeaving({ id: 1, role: 'root' }, { isAdmin }), guest)
        .get('/admin')
        .expect(200);
      await as(await startLeaving({ id: 1, isStaff: true }, { isAdmin }), guest)
        .get('/admin')
        .expect(403);
      const broken = await startLeaving({ id: 1 }, { isAdmin: (() => 'yes') as never });
      await as(broken, guest).get('/admin').expect(500);
    });

    it('a rule sees null for all of these, and the user for all others', async () => {
      const seen: unknown[] = [];
      const watch = (user: unknown) => (app: INestApplication) => {
        leaving(user)(app);
        app.useGlobalInterceptors({
          intercept: (execution: ExecutionContext, next) => {
            seen.push(execution.switchToHttp().getRequest<{ seen?: unknown }>().seen);
            return next.handle();
          },
        });
      };
      for (const user of [false, { name: 'no id' }, { id: 7, isAuthenticated: false }, { sub: 's' }]) {
        const app = await start([PermissionsModule.forRoot()], watch(user), [SeenController]);
        await as(app, guest).get('/seen').expect(200);
      }

      const nobody = { user: null, userId: 'none' };
      expect(seen).toEqual([nobody, nobody, nobody, { user: { sub: 's' }, userId: 's' }]);
    });
  });
});
