import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import {
  ActionPermissions,
  AllowAny,
  and,
  BasePermission,
  DenyAll,
  hasRole,
  Inherited,
  IsAuthenticated,
  not,
  or,
  type PermissionList,
  Permissions,
  PermissionsAuditor,
  PermissionsModule,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { whoMay } from './who-may.js';

type Level = 'handler' | 'action' | 'class' | 'module';

const LEVELS: readonly Level[] = ['handler', 'action', 'class', 'module'];
const SUBSETS = Array.from({ length: 16 }, (_, bits) => LEVELS.filter((_level, index) => bits & (1 << index)));

/** A feature whose controller declares a role of that name on each of these levels. */
function featureWith(levels: readonly Level[], byFunction: boolean): Type {
  @Controller('posts')
  class PostsController {
    @Get()
    list(): string {
      return 'list';
    }
  }
  const target = PostsController.prototype;
  if (levels.includes('handler')) {
    Permissions(hasRole('handler'))(target, 'list', Object.getOwnPropertyDescriptor(target, 'list')!);
  }
  if (levels.includes('action')) {
    const list = [hasRole('action')] as const;
    if (byFunction) ActionPermissions(() => list)(PostsController);
    else ActionPermissions({ list })(PostsController);
  }
  if (levels.includes('class')) Permissions(hasRole('class'))(PostsController);
  const imports = levels.includes('module') ? [PermissionsModule.forFeature([hasRole('module')])] : [];

  @Module({ imports, controllers: [PostsController] })
  class PostsModule {}
  return PostsModule;
}

onEveryAdapter('which permissions apply', (boot) => {
  const start = (controller: Type, defaults: PermissionList = [hasRole('defaults')]) =>
    boot({ imports: [HeaderAuthModule, PermissionsModule.forRoot(defaults)], controllers: [controller] });

  describe.each([
    ['a map of actions', false],
    ['a function of the action', true],
  ])('[C025] the nearest level wins, with %s', (_form, byFunction) => {
    it.each(SUBSETS.map((levels) => [levels.join(', ') || 'nothing', levels] as const))(
      'declared on: %s',
      async (_names, levels) => {
        const app = await boot({
          imports: [
            HeaderAuthModule,
            featureWith(levels, byFunction),
            PermissionsModule.forRoot({ defaultPermissions: [hasRole('defaults')] }),
          ],
        });

        expect(await whoMay(app, '/posts')).toEqual([levels[0] ?? 'defaults']);
      },
    );
  });

  it('[C024] [C026] [SEC-208] with nothing declared at all, every authenticated user', async () => {
    @Controller('posts')
    class PostsController {
      @Get()
      list(): string {
        return 'list';
      }
    }
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot()],
      controllers: [PostsController],
    });

    await as(app, null).get('/posts').expect(401);
    await as(app, { id: 1 }).get('/posts').expect(200);
  });

  it.each([
    ['a list', [hasRole('defaults')] as const],
    ['[C028] one permission', hasRole('defaults')],
    ['[C029] an instance', IsAuthenticated],
    ['an expression', or(hasRole('defaults'), DenyAll)],
    ['options', { defaultPermissions: hasRole('defaults') }],
  ])('the defaults may be %s', async (_form, defaults) => {
    @Controller('posts')
    class PostsController {
      @Get()
      list(): string {
        return 'list';
      }
    }
    const app = await start(PostsController, defaults as PermissionList);

    await as(app, null).get('/posts').expect(401);
    await as(app, { id: 1, roles: ['defaults'] })
      .get('/posts')
      .expect(200);
  });

  it('[C180] [C183] [C184] [C186] [SEC-025] a handler wins over its class, both ways', async () => {
    @Controller()
    @Permissions(AllowAny)
    class OpenController {
      @Get('open')
      open(): string {
        return '';
      }

      @Get('closed')
      @Permissions(hasRole('handler'))
      closed(): string {
        return '';
      }
    }

    @Controller()
    @Permissions(hasRole('class'))
    class ClosedController {
      @Get('reopened')
      @Permissions(AllowAny)
      reopened(): string {
        return '';
      }

      @Get('other')
      other(): string {
        return '';
      }
    }
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot([hasRole('defaults')])],
      controllers: [OpenController, ClosedController],
    });

    expect(await whoMay(app, '/open')).toContain('guest');
    expect(await whoMay(app, '/closed')).toEqual(['handler']);
    expect(await whoMay(app, '/reopened')).toContain('guest');
    expect(await whoMay(app, '/other')).toEqual(['class']);
  });

  it('[C181] [SEC-067] HEAD is asked as GET is, and another handler of the same path has its own', async () => {
    @Controller('posts')
    class PostsController {
      @Get()
      @Permissions(hasRole('handler'))
      list(): string {
        return 'list';
      }

      @Post()
      @Permissions(hasRole('class'))
      create(): string {
        return 'created';
      }
    }
    const app = await start(PostsController);

    await as(app, { id: 1, roles: ['handler'] })
      .head('/posts')
      .expect(200);
    await as(app, { id: 1, roles: ['class'] })
      .head('/posts')
      .expect(403);
    await as(app, null).head('/posts').expect(401);
    await as(app, { id: 1, roles: ['class'] })
      .post('/posts')
      .expect(201);
    await as(app, { id: 1, roles: ['handler'] })
      .post('/posts')
      .expect(403);
  });

  describe('several permissions', () => {
    const calls: string[] = [];
    beforeEach(() => calls.splice(0));

    class Asked extends BasePermission {
      constructor(
        readonly name: string,
        readonly answer: boolean,
      ) {
        super();
        this.message = `no from ${name}`;
      }

      override hasPermission(): boolean {
        calls.push(this.name);
        return this.answer;
      }
    }
    const [A, B, C] = ['A', 'B', 'C'].map((name) => new Asked(name, true)) as [Asked, Asked, Asked];
    const [D, E] = ['D', 'E'].map((name) => new Asked(name, false)) as [Asked, Asked];

    @Controller()
    class ListsController {
      @Get('all')
      @Permissions(A, B, C)
      all(): string {
        return '';
      }

      @Get('first')
      @Permissions(D, E)
      first(): string {
        return '';
      }

      @Get('second')
      @Permissions(A, D, C)
      second(): string {
        return '';
      }

      @Get('twice')
      @Permissions(A, A)
      twice(): string {
        return '';
      }
    }

    it.each([
      ['are all asked, from left to right', 'all', 200, ['A', 'B', 'C'], undefined],
      ['[C018] are asked no further than the first that denies', 'first', 403, ['D'], 'no from D'],
      ['[C019] whichever it is', 'second', 403, ['A', 'D'], 'no from D'],
      ['[C021] are asked once, also when they stand there twice', 'twice', 200, ['A'], undefined],
    ])('%s', async (_rule, path, status, asked, message) => {
      const app = await start(ListsController);

      const { body } = await as(app, { id: 1 }).get(`/${path}`).expect(status);
      expect(calls).toEqual(asked);
      expect(body.message).toBe(message);
    });
  });

  describe('Inherited', () => {
    @Controller()
    @Permissions(hasRole('class'))
    @ActionPermissions({ ofAction: [Inherited, hasRole('action')] })
    class PostsController {
      @Get('added')
      @Permissions(Inherited, hasRole('handler'))
      added(): string {
        return '';
      }

      @Get('alternative')
      @Permissions(or(Inherited, hasRole('handler')))
      alternative(): string {
        return '';
      }

      @Get('opposite')
      @Permissions(and(IsAuthenticated, not(Inherited)))
      opposite(): string {
        return '';
      }

      @Get('of-action')
      ofAction(): string {
        return '';
      }
    }

    @Controller('children')
    @Permissions(Inherited, hasRole('subclass'))
    class ChildController extends PostsController {
      @Get('own')
      own(): string {
        return '';
      }
    }

    @Controller('feature')
    @Permissions(or(Inherited, hasRole('class')))
    class FeatureController {
      @Get()
      @Permissions(or(hasRole('handler'), Inherited))
      list(): string {
        return '';
      }
    }

    @Module({
      imports: [PermissionsModule.forFeature(or(hasRole('module'), Inherited))],
      controllers: [FeatureController],
    })
    class FeatureModule {}

    const application = () =>
      boot({
        imports: [HeaderAuthModule, PermissionsModule.forRoot([hasRole('defaults')]), FeatureModule],
        controllers: [PostsController, ChildController],
      });

    it.each([
      ['adds to the level behind it', '/added', ['class+handler']],
      ['stands for the level behind it anywhere in an expression', '/alternative', ['handler', 'class']],
      ['also in not()', '/opposite', ['handler', 'action', 'module', 'defaults', 'subclass']],
      ['also in @ActionPermissions()', '/of-action', ['class+action']],
      ['also in the list of a subclass, for what its base class says', '/children/own', ['class+subclass']],
      ['from level to level, to the defaults', '/feature', ['handler', 'class', 'module', 'defaults']],
    ])('%s', async (_rule, path, may) => {
      const app = await application();

      expect(await whoMay(app, path)).toEqual(may);
    });

    it('is spelled out in the audit', async () => {
      const app = await application();

      const { handlers } = app.get(PermissionsAuditor).audit();
      const added = handlers.find(({ action, controller }) => action === 'added' && controller === 'PostsController');
      expect(added?.permissions).toBe("and(hasRole('class'), hasRole('handler'))");
      expect(added?.origins).toEqual([
        { level: 'handler', owner: 'PostsController.added' },
        { level: 'class', owner: 'PostsController' },
      ]);
    });
  });

  describe('requiredPermissions', () => {
    @Controller()
    class PostsController {
      @Get('open')
      @Permissions(AllowAny)
      open(): string {
        return '';
      }

      @Get('closed')
      @Permissions(hasRole('handler'))
      closed(): string {
        return '';
      }

      @Get('exempt')
      @Permissions(hasRole('handler'))
      exempt(): string {
        return '';
      }
    }

    @Controller('health')
    class HealthController {
      @Get()
      check(): string {
        return 'up';
      }
    }

    @Controller('deep-health')
    class DeepHealthController extends HealthController {}

    const application = () =>
      boot({
        imports: [
          HeaderAuthModule,
          PermissionsModule.forRoot({
            requiredPermissions: [not(hasRole('class'), { message: 'suspended', code: 'suspended' })],
            defaultPermissions: [hasRole('defaults')],
            exempt: [HealthController, [PostsController, 'exempt']],
          }),
        ],
        controllers: [PostsController, HealthController, DeepHealthController],
      });

    it('[SEC-029] are added to every policy, AllowAny included', async () => {
      const app = await application();

      const open = await whoMay(app, '/open');
      expect(open).toContain('guest');
      expect(open).not.toContain('class');
      expect(await whoMay(app, '/closed')).toEqual(['handler']);
      const { body } = await as(app, { id: 1, roles: ['class', 'handler'] })
        .get('/closed')
        .expect(403);
      expect(body).toMatchObject({ message: 'suspended', code: 'suspended' });
    });

    it('only `exempt` leaves a handler out of them, and of everything', async () => {
      const app = await application();

      for (const path of ['/health', '/exempt']) {
        expect(await whoMay(app, path)).toEqual(expect.arrayContaining(['guest', 'class', 'handler']));
      }
    });

    it('a subclass of an exempt controller is not exempt', async () => {
      const app = await application();

      expect(await whoMay(app, '/deep-health')).not.toContain('guest');
    });

    it('and the audit lists both', async () => {
      const app = await application();

      const origins = Object.fromEntries(
        app
          .get(PermissionsAuditor)
          .audit()
          .handlers.map(({ controller, action, origins: of }) => [
            `${controller}.${action}`,
            of.map(({ level }) => level),
          ]),
      );
      expect(origins).toEqual({
        'DeepHealthController.check': ['required', 'defaults'],
        'HealthController.check': ['exempt'],
        'PostsController.closed': ['required', 'handler'],
        'PostsController.exempt': ['exempt'],
        'PostsController.open': ['required', 'handler'],
      });
    });
  });
});
