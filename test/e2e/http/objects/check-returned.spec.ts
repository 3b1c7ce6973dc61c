import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  Get,
  Header,
  Injectable,
  Param,
  ParseIntPipe,
  UseInterceptors,
} from '@nestjs/common';
import { concat, from, map, of, type Observable } from 'rxjs';
import {
  and,
  BasePermission,
  CheckReturned,
  IsAuthenticated,
  not,
  ObjectPermissionsInterceptor,
  or,
  Permissions,
  type PermissionContext,
  PermissionsModule,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { alice, bob, guest, IsAuthor, IsAuthorLater, IsPublished, NOT_FOUND, Post, Posts, type User } from './posts.js';

/** Entities that went through a mapping interceptor are no posts any more. */
const Mapped = () =>
  UseInterceptors({
    intercept: (_execution: ExecutionContext, next: CallHandler) =>
      next
        .handle()
        .pipe(
          map((answer: Post | Post[]) =>
            Array.isArray(answer) ? answer.map(({ id }) => ({ id })) : { id: answer.id },
          ),
        ),
  });

@Injectable()
class CountingAuthor extends BasePermission<Post, User> {
  readonly asked: number[] = [];

  override hasObjectPermission({ user }: PermissionContext<User>, post: Post): boolean {
    this.asked.push(post.id);
    return post.authorId === user?.id;
  }
}

class Page {
  constructor(
    readonly items: readonly Post[] | null,
    readonly total: number,
  ) {}

  get size(): number {
    return this.items?.length ?? 0;
  }
}

@Controller()
@Permissions(or(IsPublished, IsAuthor))
class PostsController {
  constructor(private readonly posts: Posts) {}

  @Get('one/:id')
  @CheckReturned()
  one(@Param('id', ParseIntPipe) id: number): Post | null {
    return this.posts.findOne(id);
  }

  @Get('promised/:id')
  @CheckReturned()
  async promised(@Param('id', ParseIntPipe) id: number): Promise<Post | null> {
    return Promise.resolve(this.posts.findOne(id));
  }

  @Get('later/:id')
  @Permissions(IsAuthorLater)
  @CheckReturned()
  later(@Param('id', ParseIntPipe) id: number): Post | null {
    return this.posts.findOne(id);
  }

  @Get('observed/:id')
  @CheckReturned()
  observed(@Param('id', ParseIntPipe) id: number): Observable<Post | null> {
    return of(this.posts.findOne(id));
  }

  @Get('emitted')
  @CheckReturned()
  emitted(): Observable<Post> {
    return concat(from(this.posts.rows));
  }

  @Get('list')
  @CheckReturned()
  list(): Post[] {
    return this.posts.rows;
  }

  @Get('list-later')
  @Permissions(IsAuthorLater)
  @CheckReturned()
  listLater(): Post[] {
    return this.posts.rows;
  }

  @Get('filtered')
  @CheckReturned({ onDenied: 'filter' })
  filtered(): Post[] {
    return this.posts.rows;
  }

  @Get('filtered-later')
  @Permissions(IsAuthorLater)
  @CheckReturned({ onDenied: 'filter' })
  filteredLater(): Post[] {
    return this.posts.rows;
  }

  @Get('filtered-one/:id')
  @CheckReturned({ onDenied: 'filter' })
  filteredOne(@Param('id', ParseIntPipe) id: number): Post | null {
    return this.posts.findOne(id);
  }

  @Get('page')
  @CheckReturned({ select: 'items' })
  page(): Page {
    return new Page(this.posts.rows, 3);
  }

  @Get('filtered-page')
  @CheckReturned({ select: 'items', onDenied: 'filter' })
  filteredPage(): Page {
    return new Page(this.posts.rows, 3);
  }

  @Get('nested/:id')
  @CheckReturned({ select: 'post' })
  nested(@Param('id', ParseIntPipe) id: number): object {
    return { post: this.posts.findOne(id), links: [] };
  }

  @Get('nothing')
  @CheckReturned()
  nothing(): undefined {
    return undefined;
  }

  @Get('empty')
  @CheckReturned()
  empty(): Post[] {
    return [];
  }

  @Get('empty-page')
  @CheckReturned({ select: 'items' })
  emptyPage(): Page {
    return new Page([], 0);
  }

  @Get('no-items')
  @CheckReturned({ select: 'items' })
  noItems(): Page {
    return new Page(null, 0);
  }

  @Get('no-page')
  @CheckReturned({ select: 'items' })
  noPage(): null {
    return null;
  }

  @Get('mapped-above/:id')
  @Mapped()
  @CheckReturned()
  mappedAbove(@Param('id', ParseIntPipe) id: number): Post | null {
    return this.posts.findOne(id);
  }

  @Get('mapped-below/:id')
  @CheckReturned()
  @Mapped()
  mappedBelow(@Param('id', ParseIntPipe) id: number): Post | null {
    return this.posts.findOne(id);
  }

  @Get('text')
  @CheckReturned()
  text(): string {
    return 'secret';
  }

  @Get('texts')
  @CheckReturned()
  texts(): string[] {
    return ['secret'];
  }

  @Get('holes')
  @CheckReturned()
  holes(): unknown[] {
    return [null];
  }

  @Get('bytes')
  @CheckReturned()
  bytes(): Buffer {
    return Buffer.from('secret');
  }

  @Get('unselected')
  @CheckReturned({ select: 'items' })
  unselected(): object {
    return { rows: ['secret'] };
  }

  @Get('stripped')
  @Permissions(not(IsAuthor))
  @CheckReturned()
  stripped(): object {
    return { id: 2, title: 'secret' };
  }

  @Get('granted')
  @Permissions(or(IsAuthenticated, CountingAuthor))
  @CheckReturned()
  granted(): Post[] {
    return this.posts.rows;
  }

  @Get('counted')
  @Permissions(CountingAuthor)
  @CheckReturned()
  counted(): Post[] {
    return this.posts.rows;
  }

  @Get('headers/:id')
  @Header('x-title', 'secret')
  @CheckReturned()
  headers(@Param('id', ParseIntPipe) id: number): Post | null {
    return this.posts.findOne(id);
  }
}

onEveryAdapter('@CheckReturned', (boot) => {
  const logger = new RecordingLogger();
  beforeEach(() => logger.errors.splice(0));

  const start = (controller: new (...dependencies: never[]) => object = PostsController) =>
    boot(
      {
        imports: [HeaderAuthModule, PermissionsModule.forRoot()],
        controllers: [controller],
        providers: [Posts, CountingAuthor],
      },
      {
        configure: (app) => {
          app.useLogger(logger);
        },
      },
    );

  it.each(['one', 'promised', 'later', 'observed', 'filtered-one'])(
    'checks the entity before it is sent: %s',
    async (path) => {
      const app = await start();

      await as(app, alice).get(`/${path}/2`).expect(200, { id: 2, authorId: 1, published: false });
      await as(app, guest).get(`/${path}/2`).expect(401);
      const { body } = await as(app, bob).get(`/${path}/2`).expect(403);
      expect(body).toMatchObject({ statusCode: 403, error: 'Forbidden' });
      expect(Object.keys(body)).toEqual(['statusCode', 'error', 'message', 'code']);
    },
  );

  it.each([
    'one/9',
    'promised/9',
    'observed/9',
    'later/9',
    'filtered-one/9',
    'nested/9',
    'nothing',
    'no-items',
    'no-page',
  ])('[SEC-149] nothing is a 404: %s', async (path) => {
    const app = await start();

    await as(app, alice).get(`/${path}`).expect(404, NOT_FOUND);
  });

  it('an empty list is sent', async () => {
    const app = await start();

    await as(app, bob).get('/empty').expect(200, []);
    await as(app, bob).get('/empty-page').expect(200, { items: [], total: 0 });
  });

  it.each(['list', 'list-later', 'page', 'emitted'])(
    'one entity of a list that is denied refuses the whole answer: %s',
    async (path) => {
      const app = await start();

      const { text } = await as(app, alice).get(`/${path}`).expect(403);
      expect(text).not.toContain('authorId');
    },
  );

  it('a list of which every entity is granted is sent as it is', async () => {
    const app = await start();
    app.get(Posts).rows.pop();

    await as(app, alice)
      .get('/list')
      .expect(200, [
        { id: 1, authorId: 1, published: true },
        { id: 2, authorId: 1, published: false },
      ]);
    await as(app, alice).get('/list-later').expect(200);
    const { body } = await as(app, alice).get('/page').expect(200);
    expect(body.total).toBe(3);
  });

  it.each([
    ['filtered', alice, [1, 2]],
    ['filtered', bob, [1, 3]],
    ['filtered', guest, [1]],
    ['filtered-later', alice, [1, 2]],
    ['filtered-later', { id: 7 }, []],
  ] as const)("onDenied: 'filter' leaves out what is denied, in order: %s as %j", async (path, user, ids) => {
    const app = await start();

    const { body } = await as(app, user).get(`/${path}`).expect(200);
    expect(body.map(({ id }: Post) => id)).toEqual(ids);
    expect(app.get(Posts).rows).toHaveLength(3);
  });

  it('[SEC-139] a page is checked at its `select`, and keeps everything else', async () => {
    const app = await start();

    const { body } = await as(app, bob).get('/filtered-page').expect(200);
    expect(body).toEqual({
      items: [
        { id: 1, authorId: 1, published: true },
        { id: 3, authorId: 2, published: false },
      ],
      total: 3,
    });
    await as(app, bob).get('/nested/2').expect(403);
    await as(app, bob).get('/nested/3').expect(200);
  });

  it('[SEC-142] sees the entities before any interceptor maps them, wherever that stands', async () => {
    const app = await start();

    for (const path of ['mapped-above', 'mapped-below']) {
      await as(app, alice).get(`/${path}/2`).expect(200, { id: 2 });
      await as(app, bob).get(`/${path}/2`).expect(403);
    }
  });

  it('is inside of the interceptors of the class and of the application', async () => {
    @Controller('posts')
    @Mapped()
    class MappedController {
      @Get()
      @Permissions(IsAuthor)
      @CheckReturned({ onDenied: 'filter' })
      list(): Post[] {
        return new Posts().rows;
      }
    }
    const app = await boot(
      { imports: [HeaderAuthModule, PermissionsModule.forRoot()], controllers: [MappedController] },
      {
        configure: (starting) =>
          starting.useGlobalInterceptors({
            intercept: (_execution: ExecutionContext, next: CallHandler) =>
              next.handle().pipe(map((items: unknown) => ({ items }))),
          }),
      },
    );

    await as(app, bob)
      .get('/posts')
      .expect(200, { items: [{ id: 3 }] });
  });

  it.each(['text', 'texts', 'holes', 'bytes', 'unselected'])(
    '[SEC-146] what cannot be checked is not sent: %s',
    async (path) => {
      const app = await start();

      await as(app, alice).get(`/${path}`).expect(500, { statusCode: 500, message: 'Internal server error' });
      expect(logger.errors.join()).toMatch(/PostsController\.\w+: what it returned/);
    },
  );

  it('[SEC-150] a field that the rule reads and the answer does not have is no "not equal"', async () => {
    const app = await start();

    await as(app, bob).get('/stripped').expect(500);
    expect(logger.errors.join()).toContain('`authorId` is not loaded');
  });

  it('asks nothing of the entities where the request alone has granted', async () => {
    const app = await start();

    await as(app, bob).get('/granted').expect(200);
    expect(app.get(CountingAuthor).asked).toEqual([]);
  });

  it('asks entity after entity, and no further than the first that is denied', async () => {
    const app = await start();

    await as(app, bob).get('/counted').expect(403);
    expect(app.get(CountingAuthor).asked).toEqual([1]);
    await as(app, alice).get('/counted').expect(403);
    expect(app.get(CountingAuthor).asked).toEqual([1, 1, 2, 3]);
  });

  it('an override in a subclass keeps it, whichever interceptors it has', async () => {
    @Controller('children')
    class ChildController extends PostsController {
      @Get('one/:id')
      override one(): Post {
        return new Post(2, alice.id, false);
      }

      @Get('mapped-above/:id')
      @Mapped()
      override mappedAbove(): Post {
        return new Post(2, alice.id, false);
      }

      @Get('filtered')
      override filtered(): Post[] {
        return new Posts().rows;
      }
    }
    const app = await start(ChildController);

    await as(app, bob).get('/children/one/1').expect(403);
    await as(app, alice).get('/children/one/1').expect(200);
    await as(app, bob).get('/children/mapped-above/1').expect(403);
    await as(app, alice).get('/children/mapped-above/1').expect(200, { id: 2 });
    await as(app, bob).get('/children/promised/2').expect(403);
    const { body } = await as(app, bob).get('/children/filtered').expect(200);
    expect(body.map(({ id }: Post) => id)).toEqual([1, 3]);
  });

  it('a class and its subclass in one application are checked alike', async () => {
    @Controller('children')
    class ChildController extends PostsController {}
    const app = await boot({
      imports: [HeaderAuthModule, PermissionsModule.forRoot()],
      controllers: [PostsController, ChildController],
      providers: [Posts, CountingAuthor],
    });

    for (const path of ['/one/2', '/children/one/2', '/mapped-below/2', '/children/mapped-below/2']) {
      await as(app, bob).get(path).expect(403);
      await as(app, alice).get(path).expect(200);
    }
  });

  it('a handler that binds the interceptor itself is checked once', async () => {
    @Controller('posts')
    class BoundController {
      @Get()
      @UseInterceptors(ObjectPermissionsInterceptor)
      @Permissions(and(IsAuthenticated, CountingAuthor))
      @CheckReturned()
      list(): Post[] {
        return [new Post(3, bob.id, false)];
      }
    }
    const app = await start(BoundController);

    await as(app, bob).get('/posts').expect(200);
  });
});
