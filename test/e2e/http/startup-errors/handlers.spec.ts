import {
  All,
  type CallHandler,
  Controller,
  Delete,
  type ExecutionContext,
  Get,
  Injectable,
  type NestInterceptor,
  Next,
  Param,
  ParseIntPipe,
  Patch,
  Post as HttpPost,
  Put,
  Res,
  Response,
  Sse,
  StreamableFile,
  type Type,
  UseInterceptors,
  VersioningType,
} from '@nestjs/common';
import { EMPTY, type Observable } from 'rxjs';
import {
  ActionPermissions,
  AllowAny,
  and,
  AuthorizedScope,
  BasePermission,
  CheckObject,
  CheckReturned,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  not,
  type ObjectCheck,
  or,
  PermissionAction,
  Permissions,
  PermissionsModule,
  ReadOnly,
  type Scope,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { problemsOf } from '../../../support/startup.js';
import { IsAuthor, IsAuthorLater, Posts } from '../objects/posts.js';

const imports = [HeaderAuthModule, PermissionsModule.forRoot()];

const ById = () => LoadObject(Posts, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe } });

@Injectable()
class ResponseCacheInterceptor implements NestInterceptor {
  intercept(_execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

onEveryAdapter('start-up refuses a handler', (boot) => {
  const start = (controller: Type, ...providers: Type[]) =>
    boot({ imports, controllers: [controller], providers: [Posts, ...providers] });

  /** The one problem that keeps this controller from starting. */
  async function problemOf(controller: Type, ...providers: Type[]): Promise<string> {
    const problems = await problemsOf(start(controller, ...providers));
    expect(problems).toHaveLength(1);
    return problems[0]!;
  }

  describe('[C071] [SEC-052] [SEC-137] with an object rule and nothing that loads an object', () => {
    it.each([
      ['IsAuthor', IsAuthor],
      ['IsAuthorLater', IsAuthorLater],
      ['and(IsAuthenticated, IsAuthor)', and(IsAuthenticated, IsAuthor)],
      ['or(IsAuthenticated, IsAuthor)', or(IsAuthenticated, IsAuthor)],
      ['not(IsAuthor)', not(IsAuthor)],
    ])('%s', async (written, rule) => {
      @Controller('posts')
      class PostsController {
        @Get()
        @Permissions(rule)
        list(): void {
          return undefined;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.list');
      expect(problem).toContain(written);
      expect(problem).toContain('@LoadObject()');
      expect(problem).toContain('@CheckObject()');
      expect(problem).toContain('@AuthorizedScope()');
      expect(problem).toContain('@CheckReturned()');
    });

    it('and names @LoadedObject() where a loader stands on the class', async () => {
      @Controller('posts')
      @Permissions(IsAuthor)
      @ById()
      class PostsController {
        @Delete(':id')
        destroy(): void {
          return undefined;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.destroy');
      expect(problem).toContain('@LoadedObject()');
    });

    it('unless the method of the route settles it', async () => {
      @Controller('posts')
      @Permissions(or(ReadOnly, IsAuthor))
      class PostsController {
        @Get()
        list(): string {
          return 'list';
        }

        @HttpPost()
        @Permissions(and(ReadOnly, IsAuthor))
        create(): string {
          return 'never';
        }
      }
      const app = await start(PostsController);

      await as(app, null).get('/posts').expect(200, 'list');
      await as(app, { id: 1 }).post('/posts').expect(403);
    });

    it('which no method settles for a route of all methods', async () => {
      @Controller('posts')
      class PostsController {
        @All()
        @Permissions(or(ReadOnly, IsAuthor))
        all(): void {
          return undefined;
        }
      }

      expect(await problemOf(PostsController)).toContain('PostsController.all');
    });

    it('but Nest injects what an overridden handler asks for, and an override that ignores it is caught', async () => {
      class BaseController {
        @Get(':id')
        @Permissions(IsAuthor)
        retrieve(@CheckObject() check: ObjectCheck): unknown {
          return check({});
        }
      }

      @Controller('posts')
      class PostsController extends BaseController {
        @Get(':id')
        override retrieve(): unknown {
          return 'secret';
        }
      }
      const app = await start(PostsController);

      await as(app, { id: 1 }).get('/posts/1').expect(500, { statusCode: 500, message: 'Internal server error' });
    });
  });

  describe('that asks for what is not there:', () => {
    it('@LoadedObject() without a loader', async () => {
      @Controller('posts')
      class PostsController {
        @Get(':id')
        retrieve(@LoadedObject() post: unknown): unknown {
          return post;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.retrieve');
      expect(problem).toContain('@LoadedObject()');
      expect(problem).toContain('@LoadObject(');
    });

    it('@PermissionAction({ safe }), where the HTTP method says it', async () => {
      @Controller('posts')
      class PostsController {
        @Get()
        @PermissionAction({ safe: false })
        list(): unknown {
          return [];
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.list');
      expect(problem).toContain('@PermissionAction({ safe }) is for messages');
      expect(problem).toContain('the HTTP method');
    });

    it('a parameter that the path does not have', async () => {
      @Controller('posts')
      class PostsController {
        @Get(':postId/read')
        @ById()
        retrieve(@LoadedObject() post: unknown): unknown {
          return post;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.retrieve');
      expect(problem).toContain('"id"');
      expect(problem).toContain('/posts/:postId/read');
    });

    it('a parameter that one of several paths does not have', async () => {
      @Controller(['posts', 'authors/:id/posts'])
      class PostsController {
        @Get(['latest', 'first'])
        @ById()
        retrieve(@LoadedObject() post: unknown): unknown {
          return post;
        }
      }

      expect(await problemOf(PostsController)).toContain('/posts/latest');
    });

    it('[SEC-072] but not one of the global prefix, under any version', async () => {
      @Controller({ path: 'posts', version: '2' })
      class PostsController {
        @Get()
        @LoadObject(Posts, (posts, { tenant }) => posts.findOne(tenant), { params: { tenant: ParseIntPipe } })
        retrieve(@LoadedObject() post: { id: number }): number {
          return post.id;
        }
      }
      const app = await boot(
        { imports, controllers: [PostsController], providers: [Posts] },
        {
          configure: (starting) => {
            starting.setGlobalPrefix('tenants/:tenant');
            starting.enableVersioning({ type: VersioningType.URI });
          },
        },
      );

      await as(app, { id: 1 }).get('/tenants/3/v2/posts').expect(200, '3');
      await as(app, { id: 1 }).get('/tenants/x/v2/posts').expect(400);
      await as(app, null).get('/tenants/3/v2/posts').expect(401);
    });

    it('a service that its module cannot inject', async () => {
      @Injectable()
      class Database {}

      @Injectable()
      class Archive {
        constructor(readonly database: Database) {}
      }

      @Controller('posts')
      class PostsController {
        @Get(':id')
        @LoadObject(Archive, (archive) => archive.database)
        retrieve(@LoadedObject() post: unknown): unknown {
          return post;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.retrieve');
      expect(problem).toContain('Archive');
      expect(problem).toContain('Database');
    });

    it('[SEC-037] a permission whose dependency nobody provides', async () => {
      @Injectable()
      class Billing {}

      @Injectable()
      class HasPaid extends BasePermission {
        constructor(readonly billing: Billing) {
          super();
        }

        override hasPermission(): boolean {
          return true;
        }
      }

      @Controller('posts')
      class PostsController {
        @Get()
        @Permissions(HasPaid)
        list(): void {
          return undefined;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.list');
      expect(problem).toContain('HasPaid');
      expect(problem).toContain('Billing');
      expect(problem).toMatch(/import|provide/i);
    });
  });

  describe('[SEC-026] with a permission that cannot be used:', () => {
    it('a rule that is a field over a method', async () => {
      @Injectable()
      class ArrowRule extends IsAuthenticated {
        override hasPermission = (): boolean => true;
      }

      @Controller('posts')
      class PostsController {
        @Get()
        @Permissions(ArrowRule)
        list(): void {
          return undefined;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.list');
      expect(problem).toMatch(/ArrowRule\.hasPermission.*method/);
    });

    it('a constructor that throws', async () => {
      @Injectable()
      class Throwing extends BasePermission {
        constructor() {
          super();
          throw new Error('no configuration');
        }

        override hasPermission(): boolean {
          return true;
        }
      }

      @Controller('posts')
      class PostsController {
        @Get()
        @Permissions(Throwing)
        list(): void {
          return undefined;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController.list');
      expect(problem).toMatch(/Throwing.*no configuration/);
    });
  });

  describe('whose answer cannot be held back:', () => {
    @Controller()
    @Permissions(or(AllowAny, IsAuthor))
    class PostsController {
      @Get('returned')
      @CheckReturned()
      returned(@Res() _response: unknown): unknown {
        return _response;
      }

      @Get('next')
      @CheckReturned()
      next(@Next() next: unknown): unknown {
        return next;
      }

      @Get('response')
      @CheckReturned()
      response(@Response() response: unknown): unknown {
        return response;
      }

      @Sse('events')
      @CheckReturned()
      events(): Observable<MessageEvent> {
        return EMPTY;
      }

      @Get('file')
      @CheckReturned()
      file(): StreamableFile {
        return new StreamableFile(Buffer.from(''));
      }

      @Get('checked')
      checked(@Res() response: unknown, @CheckObject() check: ObjectCheck): unknown[] {
        return [response, check];
      }

      @Sse('checked-events')
      checkedEvents(@CheckObject() check: ObjectCheck): Observable<MessageEvent> {
        return check.length > 1 ? EMPTY : EMPTY;
      }

      @Get('checked-file')
      checkedFile(@CheckObject() check: ObjectCheck): StreamableFile {
        return new StreamableFile(Buffer.from(typeof check));
      }

      @Get('scoped')
      scoped(@Res() response: unknown, @AuthorizedScope() scope: Scope): unknown[] {
        return [response, scope];
      }

      @Sse('scoped-events')
      scopedEvents(@AuthorizedScope() scope: Scope): Observable<MessageEvent> {
        return scope.kind === 'all' ? EMPTY : EMPTY;
      }

      @Get('passthrough')
      @CheckReturned()
      passthrough(@Res({ passthrough: true }) response: object): object {
        return response;
      }
    }

    it.each([
      ['returned', '@Res()', '@CheckReturned()'],
      ['next', '@Res()', '@CheckReturned()'],
      ['response', '@Res()', '@CheckReturned()'],
      ['events', 'server-sent events', '@CheckReturned()'],
      ['file', 'stream', '@CheckReturned()'],
      ['checked', '@Res()', '@CheckObject()'],
      ['checkedEvents', 'server-sent events', '@CheckObject()'],
      ['checkedFile', 'stream', '@CheckObject()'],
      ['scoped', '@Res()', '@AuthorizedScope()'],
      ['scopedEvents', 'server-sent events', '@AuthorizedScope()'],
    ])('[SEC-144] [SEC-146] PostsController.%s, which answers by %s', async (action, answersBy, decorator) => {
      const problems = await problemsOf(start(PostsController));

      const [problem, ...others] = problems.filter((text) => text.startsWith(`PostsController.${action}:`));
      expect(others).toEqual([]);
      expect(problem).toContain(answersBy);
      expect(problem).toContain(decorator);
      expect(problem).toContain('@LoadObject()');
    });

    it('but not one that only looks at the response', async () => {
      const problems = await problemsOf(start(PostsController));

      expect(problems.join()).not.toContain('PostsController.passthrough');
    });

    it.each([
      ['@Post', HttpPost],
      ['@Put', Put],
      ['@Patch', Patch],
      ['@Delete', Delete],
      ['@All', All],
    ])('[SEC-155] @CheckReturned() on %s(), where it comes after the fact', async (_name, Verb) => {
      @Controller('posts')
      class WritingController {
        @Verb()
        @Permissions(IsAuthor)
        @CheckReturned()
        write(): object {
          return {};
        }
      }

      const problem = await problemOf(WritingController);
      expect(problem).toContain('WritingController.write');
      expect(problem).toContain('@CheckReturned()');
      expect(problem).toContain('@LoadObject()');
    });

    it.each([['checked'], ['scoped'], ['returned']] as const)(
      'a cache that can answer before the object is checked: %s',
      async (action) => {
        @Controller('posts')
        @UseInterceptors(ResponseCacheInterceptor)
        @Permissions(IsAuthor)
        class CachedController {
          @Get('checked/:id')
          checked(@CheckObject() check: ObjectCheck): unknown {
            return check({});
          }

          @Get('scoped')
          scoped(@AuthorizedScope() scope: Scope): unknown {
            return scope.filter([]);
          }

          @Get('returned')
          @CheckReturned()
          returned(): object {
            return {};
          }

          @Get('loaded/:id')
          @ById()
          loaded(@LoadedObject() post: object): object {
            return post;
          }
        }

        const problems = await problemsOf(start(CachedController));
        expect(problems).toHaveLength(3);
        const problem = problems.find((text) => text.startsWith(`CachedController.${action}:`));
        expect(problem).toContain('ResponseCacheInterceptor');
      },
    );
  });

  it('whose scope cannot become a query', async () => {
    @Controller('posts')
    class PostsController {
      @Get()
      @Permissions(or(IsAuthor, IsAuthorLater))
      list(@AuthorizedScope() scope: Scope): unknown {
        return scope.filter([]);
      }
    }

    const problem = await problemOf(PostsController);
    expect(problem).toContain('PostsController.list');
    expect(problem).toMatch(/IsAuthorLater.*hasObjectPermission\(\).*where\(\)/);
  });

  describe('that does not exist:', () => {
    it('an action that is misspelt', async () => {
      @Controller('posts')
      @((ActionPermissions as (actions: object) => ClassDecorator)({ retreive: [AllowAny], list: [AllowAny] }))
      class PostsController {
        @Get()
        list(): void {
          return undefined;
        }

        @Get(':id')
        retrieve(@Param('id') id: string): string {
          return id;
        }
      }

      const problem = await problemOf(PostsController);
      expect(problem).toContain('PostsController');
      expect(problem).toContain('retreive');
      expect(problem).toContain('Did you mean "retrieve"?');
    });

    it('an action that is a method and no handler', async () => {
      @Controller('posts')
      @ActionPermissions({ helper: [AllowAny] })
      class PostsController {
        @Get()
        list(): string {
          return this.helper();
        }

        helper(): string {
          return '';
        }
      }

      expect(await problemOf(PostsController)).toContain('helper');
    });

    it.each([
      ['@Permissions()', () => Permissions(IsAuthenticated)],
      ['@LoadObject()', () => ById()],
      ['@CheckReturned()', () => CheckReturned()],
    ] as const)('a helper of a controller, or a method of a service, with %s', async (name, decorator) => {
      @Controller('posts')
      class PostsController {
        @Get()
        list(): void {
          return undefined;
        }

        @decorator()
        helper(): void {
          return undefined;
        }
      }

      class BaseService {
        @decorator()
        inherited(): void {
          return undefined;
        }
      }

      @Injectable()
      class PostsService extends BaseService {
        @decorator()
        publish(): void {
          return undefined;
        }
      }

      const problems = await problemsOf(start(PostsController, PostsService));
      expect([...problems].sort()).toEqual([
        expect.stringContaining('BaseService.inherited'),
        expect.stringContaining('PostsController.helper'),
        expect.stringContaining('PostsService.publish'),
      ]);
      for (const problem of problems) {
        expect(problem).toContain(name);
        expect(problem).toContain('PermissionsService');
      }
    });

    it('an override that nothing routes to any more', async () => {
      class BaseController {
        @Get()
        @Permissions(IsAuthenticated)
        list(): string {
          return 'base';
        }
      }

      @Controller('posts')
      class PostsController extends BaseController {
        @Permissions(AllowAny)
        override list(): string {
          return 'override';
        }
      }

      expect(await problemOf(PostsController)).toContain('PostsController.list');
    });
  });

  it('and reports everything at once', async () => {
    @Controller('posts')
    @((ActionPermissions as (actions: object) => ClassDecorator)({ delete: [AllowAny] }))
    class PostsController {
      @Get()
      @Permissions(IsAuthor)
      list(): void {
        return undefined;
      }

      @Get(':id')
      retrieve(@LoadedObject() post: unknown): unknown {
        return post;
      }

      @HttpPost()
      @CheckReturned()
      create(): object {
        return {};
      }

      @Permissions(AllowAny)
      helper(): void {
        return undefined;
      }
    }

    @Controller('other')
    class OtherController {
      @Get(':id')
      @Permissions(IsAuthorLater)
      list(@AuthorizedScope() scope: Scope): unknown {
        return scope.kind;
      }
    }

    const starting = boot({ imports, controllers: [PostsController, OtherController], providers: [Posts] });
    const problems = await problemsOf(starting);
    expect([...problems].sort()).toEqual([
      expect.stringMatching(/^OtherController\.list: .*IsAuthorLater/),
      expect.stringMatching(/^PostsController\.create: @CheckReturned/),
      expect.stringMatching(/^PostsController\.helper: /),
      expect.stringMatching(/^PostsController\.list: .*IsAuthor/),
      expect.stringMatching(/^PostsController\.retrieve: .*@LoadedObject/),
      expect.stringMatching(/^PostsController: .*delete/),
    ]);
    await expect(starting).rejects.toThrow(/6 problems/);
    for (const problem of problems) await expect(starting).rejects.toThrow(problem);
  });
});
