import { Controller, Get, Injectable, Module, type ModuleMetadata, Post as HttpPost, type Type } from '@nestjs/common';
import {
  AllowAny,
  CheckObject,
  Inherited,
  IsAuthenticated,
  LoadedObject,
  type ObjectCheck,
  Permissions,
  PermissionsModule,
  type PermissionsModuleOptions,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { problemsOf } from '../../../support/startup.js';
import { alice, IsAuthor, IsAuthorLater } from '../objects/posts.js';

@Controller('posts')
class PostsController {
  @Get()
  list(): string {
    return 'list';
  }
}

onEveryAdapter('start-up refuses the module', (boot) => {
  const start = (options: object, controllers: Type[] = [PostsController]) =>
    boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot(options as PermissionsModuleOptions)],
      controllers,
    });

  async function problemOf(starting: Promise<unknown>): Promise<string> {
    const problems = await problemsOf(starting);
    expect(problems).toHaveLength(1);
    return problems[0]!;
  }

  describe('[SEC-214] with options that are not exactly options:', () => {
    it.each([
      ['defaultPermision', 'defaultPermissions'],
      ['requiredPermission', 'requiredPermissions'],
      ['denyObjectsAs', 'denyObjectAs'],
      ['getuser', 'getUser'],
      ['ruleTimeout', 'ruleTimeoutMs'],
    ])('%s does not exist, %s was meant', async (written, meant) => {
      const problem = await problemOf(start({ [written]: [IsAuthenticated] }));

      expect(problem).toContain(`"${written}"`);
      expect(problem).toContain(`Did you mean "${meant}"?`);
    });

    it('nothing near is meant by what is far', async () => {
      const problem = await problemOf(start({ colour: 'red' }));

      expect(problem).toContain('"colour"');
      expect(problem).not.toContain('Did you mean');
    });

    it.each([
      'defaultPermissions',
      'requiredPermissions',
      'getUser',
      'getUserId',
      'isAdmin',
      'challenge',
      'guardOrder',
      'denyObjectAs',
      'audit',
      'exempt',
      'ruleTimeoutMs',
    ])('undefined or null for %s, as a setting that got lost', async (name) => {
      expect(await problemOf(start({ [name]: undefined }))).toContain(`"${name}"`);
      expect(await problemOf(start({ [name]: null }))).toContain(`"${name}"`);
    });

    it.each([
      ['getUser', 'user'],
      ['getUserId', 'id'],
      ['isAdmin', true],
      ['challenge', ''],
      ['challenge', 5],
      ['guardOrder', 'first'],
      ['denyObjectAs', 404],
      ['denyObjectAs', 'hidden'],
      ['audit', true],
      ['audit', 'Error'],
      ['exempt', PostsController],
      ['ruleTimeoutMs', -1],
      ['ruleTimeoutMs', '100'],
      ['ruleTimeoutMs', 1.5],
      ['ruleTimeoutMs', Number.NaN],
    ])('%s: %p', async (name, value) => {
      expect(await problemOf(start({ [name]: value }))).toContain(`"${name}"`);
    });

    it('and names all of them at once', async () => {
      const problems = await problemsOf(start({ denyObjectAs: 'hidden', colour: 'red', audit: 'on' }));

      expect(problems).toHaveLength(3);
    });
  });

  it.each([
    ['an empty list of defaults', { defaultPermissions: [] }, /defaultPermissions.*empty/],
    ['an empty list of required permissions', { requiredPermissions: [] }, /requiredPermissions.*empty/],
    [
      'undefined in the defaults',
      { defaultPermissions: [IsAuthenticated, undefined] },
      /defaultPermissions.*undefined/,
    ],
    ['what is no permission', { defaultPermissions: 'IsAuthenticated' }, /defaultPermissions/],
    ['Inherited in the defaults', { defaultPermissions: [Inherited] }, /Inherited/],
    ['Inherited in the required permissions', { requiredPermissions: [Inherited] }, /Inherited/],
  ])('%s', async (_what, options, message) => {
    expect(await problemOf(start(options))).toMatch(message);
  });

  it('an empty list given to forRoot() itself', async () => {
    const starting = Promise.resolve().then(() =>
      boot({ imports: [PermissionsModule.forRoot([] as never)], controllers: [PostsController] }),
    );

    expect(await problemOf(starting)).toMatch(/empty/);
  });

  describe('[SEC-211] imported twice', () => {
    it.each([
      [
        'with the same options',
        PermissionsModule.forRoot([IsAuthenticated]),
        PermissionsModule.forRoot([IsAuthenticated]),
      ],
      ['with other options', PermissionsModule.forRoot([IsAuthenticated]), PermissionsModule.forRoot([AllowAny])],
      [
        'by forRoot() and forRootAsync()',
        PermissionsModule.forRoot([IsAuthenticated]),
        PermissionsModule.forRootAsync({ useFactory: () => ({}) }),
      ],
    ])('%s', async (_how, one, other) => {
      @Module({ imports: [other], controllers: [PostsController] })
      class PostsModule {}

      const problems = await problemsOf(boot({ imports: [HeaderAuthModule, one, PostsModule] }));
      expect(problems).toContainEqual(expect.stringMatching(/forRoot\(\).*twice/));
    });

    it('one dynamic module in two places is one module', async () => {
      const permissions = PermissionsModule.forRoot([IsAuthenticated]);
      @Module({ imports: [permissions], controllers: [PostsController] })
      class PostsModule {}
      const app = await boot({ imports: [HeaderAuthModule, permissions, PostsModule] });

      await as(app, alice).get('/posts').expect(200);
      await as(app, null).get('/posts').expect(401);
    });

    it('and two lists of one feature', async () => {
      @Module({
        imports: [PermissionsModule.forFeature([IsAuthenticated]), PermissionsModule.forFeature([AllowAny])],
        controllers: [PostsController],
      })
      class PostsModule {}

      const starting = boot({ imports: [HeaderAuthModule, PermissionsModule.forRoot(), PostsModule] });
      expect(await problemOf(starting)).toMatch(/PostsModule.*forFeature\(\)/);
    });
  });

  describe('`exempt`', () => {
    class Unknown {}

    it.each([
      ['a class that is no controller', Unknown, 'Unknown'],
      ['a method that is no handler', [PostsController, 'lists'], 'PostsController.lists'],
      ['a handler of a class that is no controller', [Unknown, 'list'], 'Unknown.list'],
    ])('that matches nothing: %s', async (_what, entry, name) => {
      const problem = await problemOf(start({ exempt: [entry] }));

      expect(problem).toContain('exempt');
      expect(problem).toContain(name);
    });

    it.each([[undefined], ['PostsController'], [[PostsController]], [['PostsController', 'list']], [null]])(
      'that is nothing that can match: %p',
      async (entry) => {
        expect((await problemsOf(start({ exempt: [entry] }))).join()).toContain('exempt');
      },
    );
  });

  it.each(['isGlobal', 'globalGuard'])('%s out of a factory, where it would be too late', async (name) => {
    const useFactory = () => ({ [name]: false }) as PermissionsModuleOptions;

    const starting = boot({
      imports: [HeaderAuthModule, PermissionsModule.forRootAsync({ useFactory })],
      controllers: [PostsController],
    });
    const problem = await problemOf(starting);
    expect(problem).toContain(`"${name}"`);
    expect(problem).toContain('forRootAsync(');
  });

  it('options out of a factory are checked like all others', async () => {
    const useFactory = async () =>
      Promise.resolve({ denyObjectAs: process.env['NOT_SET'] } as PermissionsModuleOptions);

    const starting = boot({
      imports: [PermissionsModule.forRootAsync({ useFactory })],
      controllers: [PostsController],
    });
    expect(await problemOf(starting)).toContain('"denyObjectAs"');
  });

  it('an application without a handler starts', async () => {
    const app = await start({}, []);

    await as(app, alice).get('/posts').expect(404);
  });

  describe('with `audit`', () => {
    @Controller('posts')
    class Unfinished {
      @Get()
      @Permissions(IsAuthor)
      list(): string {
        return 'secret';
      }

      @HttpPost()
      @Permissions(IsAuthorLater)
      create(): string {
        return 'secret';
      }
    }

    @Controller('broken')
    class Broken {
      @Get(':id')
      retrieve(@LoadedObject() post: object): object {
        return post;
      }
    }

    @Injectable()
    class Helper {
      @Permissions(AllowAny)
      publish(): void {
        return undefined;
      }
    }

    const logger = new RecordingLogger();
    beforeEach(() => {
      logger.warnings.splice(0);
      logger.errors.splice(0);
    });

    const audited = (audit: 'error' | 'warn' | 'off', metadata: ModuleMetadata) =>
      boot(
        { imports: [HeaderAuthModule, PermissionsModule.forRoot({ audit })], ...metadata },
        {
          configure: (app) => {
            app.useLogger(logger);
          },
        },
      );

    it("'error' is the default, and keeps the application from starting", async () => {
      expect(await problemsOf(audited('error', { controllers: [Unfinished] }))).toHaveLength(2);
      expect(await problemsOf(start({}, [Unfinished]))).toHaveLength(2);
    });

    it("'warn' logs every finding and starts; a handler whose rule has no object answers 500", async () => {
      const app = await audited('warn', { controllers: [Unfinished] });

      expect(logger.warnings).toEqual([
        expect.stringContaining('Unfinished.create'),
        expect.stringContaining('Unfinished.list'),
      ]);
      await as(app, alice).get('/posts').expect(500, { statusCode: 500, message: 'Internal server error' });
      await as(app, alice).post('/posts').expect(500);
      await as(app, null).get('/posts').expect(401);
      expect(logger.errors.join()).toContain('Unfinished.list');
    });

    it("'off' logs nothing; the handler is as closed", async () => {
      const app = await audited('off', { controllers: [Unfinished] });

      expect(logger.warnings).toEqual([]);
      await as(app, alice).get('/posts').expect(500);
    });

    it.each(['warn', 'off'] as const)("'%s' softens no declaration that is malformed", async (audit) => {
      const problems = await problemsOf(audited(audit, { controllers: [Unfinished, Broken], providers: [Helper] }));

      expect([...problems].sort()).toEqual([
        expect.stringContaining('Broken.retrieve'),
        expect.stringContaining('Helper.publish'),
      ]);
    });

    it('a check that comes late in a handler that writes is a warning only', async () => {
      @Controller('late/:id')
      class LateController {
        @HttpPost()
        @Permissions(IsAuthor)
        update(@CheckObject() check: ObjectCheck): Promise<object> {
          return check({ authorId: alice.id });
        }

        @Get()
        @Permissions(IsAuthor)
        retrieve(@CheckObject() check: ObjectCheck): Promise<object> {
          return check({ authorId: alice.id });
        }
      }
      const app = await audited('error', { controllers: [LateController] });

      expect(logger.warnings).toEqual([expect.stringMatching(/LateController\.update.*@LoadObject\(\)/)]);
      await as(app, alice).post('/late/1').expect(201);
    });
  });
});
