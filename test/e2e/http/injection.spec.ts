import { Controller, Get, Inject, Injectable, Module, Scope, type Type } from '@nestjs/common';
import { ContextIdFactory, type ContextIdStrategy, REQUEST } from '@nestjs/core';
import {
  AllowAny,
  and,
  BasePermission,
  hasRole,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  or,
  Permissions,
  PermissionsAuditor,
  PermissionsGuard,
  PermissionsModule,
  type PermissionsModuleOptions,
  type PermissionsOptionsFactory,
  PermissionsService,
} from '../../../lib/index.js';
import { onEveryAdapter } from '../../support/adapters.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';

const user = { id: 1 };
const guest = null;

@Injectable()
class Flags {
  open = true;
}

/** Asks a service. */
@Injectable()
class FlagIsSet extends BasePermission {
  static instances = 0;

  constructor(private readonly flags: Flags) {
    super();
    FlagIsSet.instances++;
  }

  override hasPermission(): boolean {
    return this.flags.open;
  }
}

/** Remembers the request that it was made for. */
@Injectable({ scope: Scope.REQUEST })
class ScopedPermission extends BasePermission {
  static readonly made: unknown[] = [];
  readonly asked: string[] = [];

  constructor(@Inject(REQUEST) readonly request: { headers: Record<string, string> }) {
    super();
    ScopedPermission.made.push(request);
  }

  override hasPermission(): boolean {
    this.asked.push('r');
    return this.request.headers['x-tenant'] !== 'blocked';
  }

  override hasObjectPermission(_context: unknown, object: object): boolean {
    this.asked.push('o');
    Object.assign(object, { asked: this.asked, tenant: this.request.headers['x-tenant'] ?? 'none' });
    return true;
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class TransientPermission extends BasePermission {
  static made = 0;

  constructor() {
    super();
    TransientPermission.made++;
  }

  override hasPermission(): boolean {
    return true;
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedLoader {
  static made = 0;

  constructor(@Inject(REQUEST) private readonly request: { headers: Record<string, string> }) {
    ScopedLoader.made++;
  }

  find(id: string): object {
    return { id, loadedFor: this.request.headers['x-tenant'] ?? 'none' };
  }
}

/** A controller at this path whose one handler has this permission. */
function controllerAt(path: string, permission: Type<BasePermission>): Type {
  @Controller(path)
  class OnlyController {
    @Get()
    @Permissions(permission)
    only(): string {
      return path;
    }
  }
  return OnlyController;
}

onEveryAdapter('dependency injection', (boot) => {
  beforeEach(() => {
    FlagIsSet.instances = 0;
    TransientPermission.made = 0;
    ScopedLoader.made = 0;
    ScopedPermission.made.splice(0);
  });

  const imports = [HeaderAuthModule, PermissionsModule.forRoot()];

  describe('a permission', () => {
    it('is the provider of the module of the controller, where it is one', async () => {
      const app = await boot({
        imports,
        controllers: [controllerAt('flag', FlagIsSet)],
        providers: [Flags, FlagIsSet],
      });

      await as(app, user).get('/flag').expect(200);
      app.get(Flags).open = false;
      await as(app, user).get('/flag').expect(403);
      expect(FlagIsSet.instances).toBe(1);
    });

    it('is the provider of an imported module', async () => {
      @Module({ providers: [Flags, FlagIsSet], exports: [FlagIsSet] })
      class FlagModule {}
      const app = await boot({ imports: [...imports, FlagModule], controllers: [controllerAt('flag', FlagIsSet)] });

      await as(app, user).get('/flag').expect(200);
      expect(FlagIsSet.instances).toBe(1);
    });

    it('is a provider of any module, where the own one has none', async () => {
      @Module({ providers: [Flags, FlagIsSet] })
      class HiddenModule {}
      const app = await boot({ imports: [...imports, HiddenModule], controllers: [controllerAt('flag', FlagIsSet)] });

      await as(app, user).get('/flag').expect(200);
      app.get(Flags, { strict: false }).open = false;
      await as(app, user).get('/flag').expect(403);
      expect(FlagIsSet.instances).toBe(1);
    });

    it('is made with what the module can inject, where it is no provider at all', async () => {
      const app = await boot({
        imports,
        controllers: [controllerAt('flag', FlagIsSet), controllerAt('other', FlagIsSet)],
        providers: [Flags],
      });

      await as(app, user).get('/flag').expect(200);
      app.get(Flags).open = false;
      await as(app, user).get('/flag').expect(403);
      await as(app, user).get('/other').expect(403);
      expect(FlagIsSet.instances).toBe(1);
    });

    it('is that of the own module, whichever else there are', async () => {
      const module = (path: string, open: boolean): Type => {
        @Module({
          controllers: [controllerAt(path, FlagIsSet)],
          providers: [FlagIsSet, { provide: Flags, useValue: { open } }],
        })
        class FeatureModule {}
        return FeatureModule;
      };
      const app = await boot({
        imports: [...imports, module('one', true), module('other', false), module('third', true)],
      });

      await as(app, user).get('/one').expect(200);
      await as(app, user).get('/other').expect(403);
      await as(app, user).get('/third').expect(200);
    });

    it('may be provided by another class, a value or a factory', async () => {
      const refusing = new (class extends BasePermission {
        override hasPermission(): boolean {
          return false;
        }
      })();
      const start = (provider: object) =>
        boot({
          imports,
          controllers: [controllerAt('flag', FlagIsSet)],
          providers: [{ provide: FlagIsSet, ...provider } as never],
        });

      await as(await start({ useClass: IsAuthenticated }), guest)
        .get('/flag')
        .expect(401);
      await as(await start({ useValue: refusing }), user)
        .get('/flag')
        .expect(403);
      await as(await start({ useFactory: async () => Promise.resolve(refusing) }), user)
        .get('/flag')
        .expect(403);
    });

    it('may stand in the defaults, and in the list of a feature', async () => {
      const flags = new Flags();
      const plainAt = (path: string): Type => {
        @Controller(path)
        class PlainController {
          @Get()
          list(): string {
            return '';
          }
        }
        return PlainController;
      };

      @Module({
        imports: [PermissionsModule.forFeature([FlagIsSet])],
        controllers: [plainAt('feature')],
        providers: [{ provide: Flags, useValue: flags }],
      })
      class FeatureModule {}

      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot([FlagIsSet]), FeatureModule],
        controllers: [plainAt('defaults')],
        providers: [{ provide: Flags, useValue: flags }],
      });

      for (const [open, status] of [
        [true, 200],
        [false, 403],
      ] as const) {
        flags.open = open;
        await as(app, user).get('/defaults').expect(status);
        await as(app, user).get('/feature').expect(status);
      }
    });
  });

  describe('a request-scoped permission', () => {
    @Controller()
    class ScopedController {
      @Get('request')
      @Permissions(ScopedPermission)
      @LoadObject(Flags, () => ({ loaded: true }))
      request(@LoadedObject() object: object): object {
        return object;
      }

      @Get('twice')
      @Permissions(or(and(ScopedPermission, hasRole('none')), ScopedPermission))
      @LoadObject(Flags, () => ({ loaded: true }))
      twice(@LoadedObject() object: object): object {
        return object;
      }

      @Get('open')
      @Permissions(AllowAny)
      open(): string {
        return 'open';
      }
    }

    const start = (...providers: Type[]) =>
      boot({ imports, controllers: [ScopedController], providers: [Flags, ...providers] });

    it.each([
      ['as a provider', [ScopedPermission]],
      ['without being one', []],
    ])('is made once for each request, with that request, for both phases: %s', async (_how, providers: Type[]) => {
      const app = await start(...providers);

      for (const tenant of ['a', 'b']) {
        await as(app, user)
          .get('/request')
          .set('x-tenant', tenant)
          .expect(200, { loaded: true, asked: ['r', 'o'], tenant });
      }
      await as(app, user).get('/request').set('x-tenant', 'blocked').expect(403);
      const made = ScopedPermission.made.filter((request) => request !== undefined);
      expect(new Set(made).size).toBe(made.length);
      expect(made.length).toBeGreaterThanOrEqual(3);
    });

    it('is one where it stands twice', async () => {
      const app = await start(ScopedPermission);

      const { body } = await as(app, user).get('/twice').set('x-tenant', 'a').expect(200);
      expect(body.asked).toEqual(['r', 'o']);
    });

    it('does not touch handlers that do not name it', async () => {
      const app = await start(ScopedPermission);
      const before = ScopedPermission.made.length;

      await as(app, guest).get('/open').expect(200);
      expect(ScopedPermission.made).toHaveLength(before);
    });

    it('shares its request with a controller that is request-scoped too', async () => {
      @Injectable({ scope: Scope.REQUEST })
      class Journal {
        readonly lines: string[] = [];
      }

      @Injectable()
      class WritesJournal extends BasePermission {
        constructor(private readonly journal: Journal) {
          super();
        }

        override hasPermission(): boolean {
          this.journal.lines.push('permission');
          return true;
        }
      }

      @Controller('journal')
      class JournalController {
        constructor(private readonly journal: Journal) {}

        @Get()
        @Permissions(WritesJournal)
        read(): string[] {
          return [...this.journal.lines, 'handler'];
        }
      }
      const app = await boot({ imports, controllers: [JournalController], providers: [Journal, WritesJournal] });

      await as(app, user).get('/journal').expect(200, ['permission', 'handler']);
      await as(app, user).get('/journal').expect(200, ['permission', 'handler']);
    });

    it('by a constructor that throws is a 500', async () => {
      @Injectable({ scope: Scope.REQUEST })
      class Failing extends BasePermission {
        constructor(@Inject(REQUEST) request: object | undefined) {
          super();
          if (request !== undefined) throw new Error('no tenant');
        }

        override hasPermission(): boolean {
          return true;
        }
      }
      const app = await boot({ imports, controllers: [controllerAt('failing', Failing)], providers: [Failing] });

      await as(app, user).get('/failing').expect(500, { statusCode: 500, message: 'Internal server error' });
    });

    it('with a rule that is a field is a 500', async () => {
      @Injectable({ scope: Scope.REQUEST })
      class Arrow extends IsAuthenticated {
        override hasPermission = (): boolean => true;
      }
      const app = await boot({ imports, controllers: [controllerAt('arrow', Arrow)], providers: [Arrow] });

      await as(app, guest).get('/arrow').expect(500);
    });
  });

  it('a transient permission is made for each request, and never asked of another one', async () => {
    const app = await boot({
      imports,
      controllers: [controllerAt('transient', TransientPermission)],
      providers: [TransientPermission],
    });
    const atStart = TransientPermission.made;

    await as(app, user).get('/transient').expect(200);
    await as(app, user).get('/transient').expect(200);
    expect(TransientPermission.made).toBe(atStart + 2);
  });

  it('the service of a loader may be request-scoped', async () => {
    @Controller('posts')
    class PostsController {
      @Get(':id')
      @LoadObject(ScopedLoader, (loader, { id }) => loader.find(id as string))
      retrieve(@LoadedObject() post: object): object {
        return post;
      }
    }
    const app = await boot({ imports, controllers: [PostsController], providers: [ScopedLoader] });

    await as(app, user).get('/posts/1').set('x-tenant', 'a').expect(200, { id: '1', loadedFor: 'a' });
    await as(app, user).get('/posts/2').set('x-tenant', 'b').expect(200, { id: '2', loadedFor: 'b' });
  });

  it('a durable permission is shared by the requests of its tenant', async () => {
    let made = 0;

    @Injectable({ scope: Scope.REQUEST, durable: true })
    class DurablePermission extends BasePermission {
      constructor(@Inject(REQUEST) private readonly payload: { tenant?: string } | undefined) {
        super();
        made++;
      }

      override hasPermission(): boolean {
        return this.payload?.tenant === 'a';
      }
    }

    const tenants = new Map<string, ReturnType<typeof ContextIdFactory.create>>();
    const byTenant: ContextIdStrategy = {
      attach(contextId, incoming) {
        const tenant = (incoming as { headers: Record<string, string> }).headers['x-tenant'] ?? 'none';
        const shared = tenants.get(tenant) ?? ContextIdFactory.create();
        tenants.set(tenant, shared);
        return { resolve: (info) => (info.isTreeDurable ? shared : contextId), payload: { tenant } };
      },
    };
    const before = (ContextIdFactory as unknown as { strategy?: ContextIdStrategy }).strategy;
    ContextIdFactory.apply(byTenant);
    try {
      const app = await boot({
        imports,
        controllers: [controllerAt('durable', DurablePermission)],
        providers: [DurablePermission],
      });
      const atStart = made;

      await as(app, user).get('/durable').set('x-tenant', 'a').expect(200);
      await as(app, user).get('/durable').set('x-tenant', 'a').expect(200);
      await as(app, user).get('/durable').set('x-tenant', 'b').expect(403);
      expect(made - atStart).toBe(2);
    } finally {
      ContextIdFactory.apply(before as ContextIdStrategy);
    }
  });

  describe('a test may override', () => {
    const parts = () => ({
      imports,
      controllers: [controllerAt('flag', FlagIsSet)],
      providers: [{ provide: Flags, useValue: { open: false } }, FlagIsSet],
    });

    it('a permission', async () => {
      const permission = new (class extends BasePermission {
        override hasPermission(): boolean {
          return true;
        }
      })();
      const app = await boot(parts(), {
        adjust: (builder) => builder.overrideProvider(FlagIsSet).useValue(permission),
      });

      await as(app, guest).get('/flag').expect(200);
    });

    it('a permission, by another class', async () => {
      const app = await boot(parts(), {
        adjust: (builder) => builder.overrideProvider(FlagIsSet).useClass(IsAuthenticated),
      });

      await as(app, user).get('/flag').expect(200);
      await as(app, guest).get('/flag').expect(401);
    });

    it('[SEC-215] the guard', async () => {
      const app = await boot(parts(), {
        adjust: (builder) => builder.overrideProvider(PermissionsGuard).useValue({ canActivate: () => true }),
      });

      await as(app, guest).get('/flag').expect(200);
    });

    it('what a permission asks', async () => {
      const app = await boot(parts(), {
        adjust: (builder) => builder.overrideProvider(Flags).useValue({ open: true }),
      });

      await as(app, guest).get('/flag').expect(200);
    });
  });

  describe('forRootAsync()', () => {
    @Injectable()
    class Configuration implements PermissionsOptionsFactory {
      readonly defaults: PermissionsModuleOptions = { defaultPermissions: [hasRole('configured')] };

      createPermissionsOptions(): PermissionsModuleOptions {
        return this.defaults;
      }
    }

    @Module({ providers: [Configuration], exports: [Configuration] })
    class ConfigurationModule {}

    @Controller()
    class PlainController {
      @Get()
      list(): string {
        return '';
      }
    }

    it.each([
      ['a factory', { useFactory: () => ({ defaultPermissions: [hasRole('configured')] as const }) }],
      [
        'an asynchronous factory',
        { useFactory: async () => Promise.resolve({ defaultPermissions: [hasRole('configured')] as const }) },
      ],
      [
        'a factory with dependencies',
        {
          imports: [ConfigurationModule],
          inject: [Configuration],
          useFactory: ({ defaults }: Configuration) => defaults,
        },
      ],
      ['a class', { useClass: Configuration }],
      ['an existing provider', { imports: [ConfigurationModule], useExisting: Configuration }],
    ])('takes the options from %s', async (_source, options) => {
      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRootAsync(options as never)],
        controllers: [PlainController],
      });

      await as(app, { id: 1, roles: ['configured'] })
        .get('/')
        .expect(200);
      await as(app, user).get('/').expect(403);
      await as(app, guest).get('/').expect(401);
    });

    it('takes what shapes the module beside the factory', async () => {
      const options = { useFactory: () => ({}), globalGuard: false, isGlobal: false };
      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRootAsync(options)],
        controllers: [PlainController],
      });

      await as(app, guest).get('/').expect(200);
    });
  });

  describe('isGlobal', () => {
    @Controller('service')
    class ServiceController {
      constructor(private readonly permissions: PermissionsService) {}

      @Get()
      @Permissions(AllowAny)
      async ask(): Promise<boolean> {
        return this.permissions.can(AllowAny, null);
      }
    }

    @Module({ controllers: [ServiceController] })
    class FeatureModule {}

    it('by default, every module can inject the service', async () => {
      const app = await boot({ imports: [HeaderAuthModule, PermissionsModule.forRoot(), FeatureModule] });

      await as(app, guest).get('/service').expect(200, 'true');
    });

    it('false hides the service from modules that do not import the module', async () => {
      const starting = boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot({ isGlobal: false }), FeatureModule],
      });

      await expect(starting).rejects.toThrow(/PermissionsService/);
    });

    it('false guards every handler nevertheless', async () => {
      @Module({ controllers: [controllerAt('feature', IsAuthenticated)] })
      class PlainModule {}
      const app = await boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot({ isGlobal: false }), PlainModule],
      });

      await as(app, guest).get('/feature').expect(401);
      await as(app, user).get('/feature').expect(200);
    });
  });

  it('two applications in one process never meet', async () => {
    @Controller('shared')
    class SharedController {
      @Get()
      list(): string {
        return '';
      }

      @Get('loaded')
      @Permissions(IsAuthenticated)
      @LoadObject(Flags, (flags) => flags)
      loaded(@LoadedObject() flags: object): object {
        return flags;
      }
    }
    const start = (options: PermissionsModuleOptions, open: boolean) =>
      boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot(options)],
        controllers: [SharedController],
        providers: [{ provide: Flags, useValue: { open } }],
      });
    const [one, other] = [
      await start({ defaultPermissions: [AllowAny], challenge: 'One' }, true),
      await start({ defaultPermissions: [hasRole('other')], challenge: 'Other' }, false),
    ];

    await as(one, guest).get('/shared').expect(200);
    await as(other, user).get('/shared').expect(403);
    await as(other, { id: 1, roles: ['other'] })
      .get('/shared')
      .expect(200);
    await as(one, user).get('/shared/loaded').expect(200, { open: true });
    await as(other, user).get('/shared/loaded').expect(200, { open: false });
    await as(one, guest).get('/shared/loaded').expect(401).expect('WWW-Authenticate', 'One');
    await as(other, guest).get('/shared/loaded').expect(401).expect('WWW-Authenticate', 'Other');
    const permissionsOf = (app: typeof one) =>
      app
        .get(PermissionsAuditor)
        .audit()
        .handlers.map(({ permissions }) => permissions);
    expect(permissionsOf(one)).toEqual(['AllowAny', 'IsAuthenticated']);
    expect(permissionsOf(other)).toEqual(["hasRole('other')", 'IsAuthenticated']);
  });
});
