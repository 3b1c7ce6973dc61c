import {
  BadRequestException,
  Body,
  type CallHandler,
  ConflictException,
  Controller,
  Delete,
  type ExecutionContext,
  Get,
  Header,
  HttpException,
  HttpStatus,
  type INestApplication,
  Injectable,
  NotFoundException,
  ParseIntPipe,
  Patch,
  type PipeTransform,
  Post as HttpPost,
  Res,
  Sse,
  StreamableFile,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { type Observable, of } from 'rxjs';
import {
  ActionPermissions,
  AllowAny,
  and,
  BasePermission,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  not,
  or,
  Permissions,
  type PermissionContext,
  PermissionsGuard,
  PermissionsModule,
  ReadOnly,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { alice, bob, guest, IsAuthor, IsAuthorLater, IsPublished, NOT_FOUND, Post, Posts } from './posts.js';

const ById = () => LoadObject(Posts, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe } });

const imports = [HeaderAuthModule, PermissionsModule.forRoot([IsAuthenticated])];

onEveryAdapter('@LoadObject', (boot) => {
  const start = (controller: new (...dependencies: never[]) => object) =>
    boot({ imports, controllers: [controller], providers: [Posts] });

  it('hands the handler the very object that was loaded and checked', async () => {
    const handed: unknown[] = [];

    @Controller('posts')
    class PostsController {
      @Get(':id')
      @Permissions(IsAuthor)
      @ById()
      retrieve(@LoadedObject() post: Post): Post {
        handed.push(post);
        return post;
      }
    }
    const app = await start(PostsController);

    await as(app, alice).get('/posts/2').expect(200, { id: 2, authorId: 1, published: false });
    expect(handed).toEqual([app.get(Posts).rows[1]]);
    expect(handed[0]).toBe(app.get(Posts).rows[1]);
  });

  it.each([
    ['where()', IsAuthor],
    ['an asynchronous hasObjectPermission()', IsAuthorLater],
  ])('[C113] refuses a stranger before the handler runs, by %s', async (_rule, Rule) => {
    let runs = 0;

    @Controller('posts')
    class PostsController {
      @Delete(':id')
      @Permissions(Rule)
      @ById()
      destroy(): void {
        runs++;
      }
    }
    const app = await start(PostsController);

    await as(app, bob).delete('/posts/1').expect(403);
    await as(app, guest).delete('/posts/1').expect(401);
    expect(runs).toBe(0);

    await as(app, alice).delete('/posts/1').expect(200);
    expect(runs).toBe(1);
  });

  it('[C069] [C070] a request rule and an object rule in or(): the object decides for those whom the request does not admit', async () => {
    @Injectable()
    class IsStaff extends BasePermission {
      override hasPermission({ user }: PermissionContext): boolean {
        return user?.staff === true;
      }
    }

    @Controller('posts')
    class PostsController {
      @Get(':id')
      @Permissions(or(IsStaff, IsAuthorLater))
      @ById()
      retrieve(@LoadedObject() post: Post): Post {
        return post;
      }
    }
    const app = await start(PostsController);

    await as(app, bob).get('/posts/1').expect(403);
    await as(app, alice).get('/posts/1').expect(200);
    await as(app, { ...bob, staff: true })
      .get('/posts/1')
      .expect(200);
  });

  it('[C084] [C085] [C086] [SEC-050] not() turns the whole rule, with the object in hand', async () => {
    @Controller('posts')
    class PostsController {
      @Get('stranger/:id')
      @Permissions(not(IsAuthor))
      @ById()
      stranger(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Get('guest/:id')
      @Permissions(not(IsAuthenticated))
      @ById()
      guest(@LoadedObject() post: Post): number {
        return post.id;
      }
    }
    const app = await start(PostsController);

    await as(app, bob).get('/posts/stranger/1').expect(200);
    await as(app, alice).get('/posts/stranger/1').expect(403);
    await as(app, guest).get('/posts/guest/1').expect(200);
    await as(app, alice).get('/posts/guest/1').expect(403);
  });

  describe('the parameters of the route', () => {
    @Controller()
    class PostsController {
      @Get('posts/:id')
      @ById()
      retrieve(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Get('plain/:id')
      @LoadObject(Posts, (posts, { id }) => {
        posts.asked.push(id);
        return posts.rows[0];
      })
      plain(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Get('absent/:id')
      @LoadObject(Posts, (posts, { post }) => posts.findOne(Number(post)))
      absent(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Get('defaulted/:id')
      @LoadObject(Posts, (posts, { post = '1' }) => posts.findOne(Number(post)))
      defaulted(@LoadedObject() post: Post): number {
        return post.id;
      }
    }

    it('[SEC-124] reach the loader through their pipes', async () => {
      const app = await start(PostsController);

      await as(app, bob).get('/posts/001').expect(200, '1');
      expect(app.get(Posts).asked).toEqual([1]);
    });

    it.each(['abc', '1abc', '1.5', '0x1', '%20', 'null'])(
      "a pipe that refuses gives its own 400, and nothing is loaded: '%s'",
      async (id) => {
        const app = await start(PostsController);

        await as(app, bob).get(`/posts/${id}`).expect(400, {
          statusCode: 400,
          error: 'Bad Request',
          message: 'Validation failed (numeric string is expected)',
        });
        expect(app.get(Posts).asked).toEqual([]);
      },
    );

    it('a number that JavaScript cannot hold is a 400', async () => {
      const app = await start(PostsController);

      await as(app, bob).get('/posts/9007199254740993').expect(400);
      expect(app.get(Posts).asked).toEqual([]);
    });

    it('are strings where no pipe is named', async () => {
      const app = await start(PostsController);

      await as(app, bob).get('/plain/1').expect(200);
      expect(app.get(Posts).asked).toEqual(['1']);
    });

    it.each(['absent', 'defaulted'])('[SEC-120] one that the route does not have is a 400: %s', async (path) => {
      const app = await start(PostsController);

      await as(app, bob).get(`/${path}/1`).expect(400);
      expect(app.get(Posts).asked).toEqual([]);
    });

    it('[SEC-126] one that is repeated is a 400', async () => {
      const repeat = {
        canActivate: (execution: ExecutionContext) => {
          // a wildcard of Express is an array
          execution.switchToHttp().getRequest<{ params: object }>().params = { id: ['1', '2'] };
          return true;
        },
      };
      const configure = (starting: INestApplication) => starting.useGlobalGuards(repeat);
      const app = await boot({ imports, controllers: [PostsController], providers: [Posts] }, { configure });

      await as(app, bob).get('/posts/1').expect(400);
      await as(app, bob).get('/plain/1').expect(400);
      expect(app.get(Posts).asked).toEqual([]);
    });

    it('[SEC-125] come from the path alone', async () => {
      const app = await start(PostsController);

      await as(app, bob).get('/posts/1?id=2').expect(200, '1');
    });
  });

  it('the pipe may be an instance, or a class with dependencies', async () => {
    @Injectable()
    class PostIdPipe implements PipeTransform<string, number> {
      constructor(private readonly posts: Posts) {}

      transform(value: string): number {
        const id = Number(value.slice('post-'.length));
        if (id > this.posts.rows.length) throw new BadRequestException('no such number');
        return id;
      }
    }

    @Controller()
    class PostsController {
      @Get('class/:id')
      @LoadObject(Posts, (posts, { id }) => posts.findOne(id), { params: { id: PostIdPipe } })
      byClass(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Get('instance/:id')
      @LoadObject(Posts, (posts, { id }) => posts.findOne(id), {
        params: { id: new ParseIntPipe({ errorHttpStatusCode: HttpStatus.UNPROCESSABLE_ENTITY }) },
      })
      byInstance(@LoadedObject() post: Post): number {
        return post.id;
      }
    }
    const app = await start(PostsController);

    await as(app, bob).get('/class/post-2').expect(200, '2');
    const { body } = await as(app, bob).get('/class/post-4').expect(400);
    expect(body.message).toBe('no such number');
    await as(app, bob).get('/instance/2').expect(200, '2');
    await as(app, bob).get('/instance/two').expect(422);
  });

  describe('when it loads', () => {
    const entered: string[] = [];
    beforeEach(() => entered.splice(0));

    const Watch = () =>
      UseInterceptors({
        intercept: (_execution: ExecutionContext, next: CallHandler) => {
          entered.push('interceptor');
          return next.handle();
        },
      });

    const watchingPipe: PipeTransform = {
      transform(value: { readonly title?: unknown }) {
        entered.push('pipe');
        if (typeof value.title !== 'string') throw new BadRequestException('title');
        return value;
      },
    };

    @Controller()
    class PostsController {
      @Patch('posts/:id')
      @Permissions(IsAuthor)
      @ById()
      @Watch()
      update(@LoadedObject() post: Post, @Body(watchingPipe) body: object): object {
        entered.push('handler');
        return { id: post.id, ...body };
      }

      @Get('open/:id')
      @Permissions(AllowAny)
      @ById()
      open(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Get('unasked/:id')
      @Permissions(or(AllowAny, IsAuthor))
      @ById()
      unasked(): string {
        return 'ok';
      }

      @Get('either/:id')
      @Permissions(or(IsAuthenticated, IsAuthor))
      @ById()
      either(): string {
        return 'ok';
      }

      @Get('denied/:id')
      @Permissions(and(IsAuthenticated, IsAuthor))
      @ById()
      denied(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Get('twice/:id')
      @UseGuards(PermissionsGuard, PermissionsGuard)
      @Permissions(or(and(ReadOnly, IsPublished), IsAuthor, IsAuthorLater))
      @ById()
      twice(@LoadedObject() one: Post, @LoadedObject() other: Post): boolean {
        return one === other;
      }
    }

    it('[C149] [SEC-136] is before interceptors, pipes and body validation', async () => {
      const app = await start(PostsController);

      await as(app, bob).patch('/posts/1').send({ title: 7 }).expect(403);
      expect(entered).toEqual([]);
    });

    it('[C150] the body is validated once the object is checked', async () => {
      const app = await start(PostsController);

      await as(app, alice).patch('/posts/1').send({ title: 7 }).expect(400);
      expect(app.get(Posts).asked).toEqual([1]);
      await as(app, alice).patch('/posts/1').send({ title: 'New' }).expect(200);
      expect(entered).toEqual(['interceptor', 'pipe', 'interceptor', 'pipe', 'handler']);
    });

    it('once for each request, however many rules, guards and parameters ask', async () => {
      const app = await start(PostsController);

      await as(app, alice).get('/twice/2').expect(200, 'true');
      expect(app.get(Posts).asked).toEqual([2]);
      await as(app, alice).get('/twice/1').expect(200, 'true');
      expect(app.get(Posts).asked).toEqual([2, 1]);
    });

    it('once also where a function chooses the rule, and nothing is handed over', async () => {
      @Controller()
      @ActionPermissions(() => [IsAuthor])
      class ChoosingController {
        @Get('chosen/:id')
        @UseGuards(PermissionsGuard)
        @ById()
        chosen(): string {
          return 'ok';
        }
      }
      const app = await start(ChoosingController);

      await as(app, alice).get('/chosen/2').expect(200);
      expect(app.get(Posts).asked).toEqual([2]);
    });

    it('also when the request alone has granted, because the handler asks for the object', async () => {
      const app = await start(PostsController);

      await as(app, guest).get('/open/2').expect(200, '2');
      await as(app, guest).get('/open/9').expect(404, NOT_FOUND);
    });

    it('not when the request alone has granted, and the handler does not ask', async () => {
      const app = await start(PostsController);

      await as(app, guest).get('/unasked/9').expect(200, 'ok');
      await as(app, bob).get('/either/9').expect(200, 'ok');
      expect(app.get(Posts).asked).toEqual([]);
    });

    it('[C023] not when the request alone is refused', async () => {
      const app = await start(PostsController);

      await as(app, guest).get('/denied/9').expect(401);
      await as(app, guest).get('/denied/abc').expect(401);
      expect(app.get(Posts).asked).toEqual([]);
    });

    it('each of many requests at a time gets its own object', async () => {
      const app = await start(PostsController);
      await app.listen(0);

      const ids = Array.from({ length: 30 }, (_, index) => (index % 3) + 1);
      const answers = await Promise.all(ids.map((id) => as(app, bob).get(`/open/${id}`)));
      expect(answers.map(({ text }) => Number(text))).toEqual(ids);
    });
  });

  describe('what the loader answers', () => {
    const answers: Record<string, () => unknown> = {
      null: () => null,
      undefined: () => undefined,
      'a promise of null': () => Promise.resolve(null),
      'a promise of undefined': () => Promise.resolve(undefined),
      NotFoundException: () => {
        throw new NotFoundException('post 7 of tenant 4 is gone');
      },
      'a rejected NotFoundException': () => Promise.reject(new NotFoundException({ secret: 'tenant 4' })),
      'HttpException 404': () => {
        throw new HttpException('gone', 404);
      },
      'an array': () => [new Post(1, 1, true)],
      'an empty array': () => [],
      'a promise of an array': () => Promise.resolve([new Post(1, 1, true)]),
      'a Map': () => new Map(),
      'a class': () => Post,
      'an Observable': () => of(new Post(1, 1, true)),
      'a text': () => 'post',
      'an empty text': () => '',
      zero: () => 0,
      true: () => true,
      false: () => false,
      'an Error': () => {
        throw new Error('SELECT password FROM users');
      },
      'a rejection': () => Promise.reject(new Error('SELECT password FROM users')),
      'a thrown text': () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- loaders can throw anything
        throw 'SELECT password FROM users';
      },
    };

    @Controller('posts')
    class PostsController {
      @Get(':answer')
      @Permissions(or(IsAuthor, IsPublished))
      @LoadObject(Posts, (_posts, { answer }) => answers[answer as string]?.())
      retrieve(@LoadedObject() post: Post): unknown[] {
        return ['ran', post];
      }
    }

    it.each(Object.keys(answers).slice(0, 7))('[SEC-117] nothing is a 404, the same for all: %s', async (answer) => {
      const app = await start(PostsController);

      await as(app, alice)
        .get(`/posts/${encodeURIComponent(answer)}`)
        .expect(404, NOT_FOUND);
    });

    it.each(Object.keys(answers).slice(7))(
      '[SEC-119] [SEC-121] [SEC-122] what is not one object is a 500 that says nothing: %s',
      async (answer) => {
        const app = await start(PostsController);

        await as(app, alice)
          .get(`/posts/${encodeURIComponent(answer)}`)
          .expect(500, { statusCode: 500, message: 'Internal server error' });
      },
    );

    it('an HttpException of another status keeps it', async () => {
      @Controller('posts')
      class ConflictController {
        @Get(':id')
        @LoadObject(Posts, () => {
          throw new ConflictException('The post is being moved.');
        })
        retrieve(@LoadedObject() post: Post): Post {
          return post;
        }
      }
      const app = await start(ConflictController);

      const { body } = await as(app, alice).get('/posts/1').expect(409);
      expect(body.message).toBe('The post is being moved.');
    });
  });

  describe('on the class', () => {
    @Controller('posts')
    @Permissions(or(ReadOnly, IsAuthor))
    @ById()
    class PostsController {
      @Get()
      list(): string {
        return 'list';
      }

      @Get(':id')
      retrieve(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Patch(':id')
      update(@LoadedObject() post: Post): number {
        return post.id;
      }

      @Delete(':id')
      @LoadObject(Posts, (posts) => posts.findOne(3))
      destroy(@LoadedObject() post: Post): number {
        return post.id;
      }

      @HttpPost()
      @Permissions(IsAuthenticated)
      create(): string {
        return 'created';
      }
    }

    it('loads for the handlers that inject the object, and for no other', async () => {
      const app = await start(PostsController);

      await as(app, bob).get('/posts').expect(200, 'list');
      await as(app, bob).post('/posts').expect(201, 'created');
      expect(app.get(Posts).asked).toEqual([]);

      await as(app, bob).get('/posts/1').expect(200, '1');
      await as(app, bob).patch('/posts/1').expect(403);
      await as(app, alice).patch('/posts/1').expect(200, '1');
      expect(app.get(Posts).asked).toEqual([1, 1, 1]);
    });

    it('a handler with a loader of its own uses that', async () => {
      const app = await start(PostsController);

      await as(app, alice).delete('/posts/1').expect(403);
      await as(app, bob).delete('/posts/1').expect(200, '3');
    });

    it('is inherited, and so is that of a handler, also by an override', async () => {
      @Controller('children')
      class ChildController extends PostsController {
        @Patch(':id')
        override update(@LoadedObject() post: Post): number {
          return post.id * 10;
        }

        @Delete(':id')
        override destroy(@LoadedObject() post: Post): number {
          return post.id * 10;
        }
      }
      const app = await start(ChildController);

      await as(app, bob).get('/children/1').expect(200, '1');
      await as(app, bob).patch('/children/1').expect(403);
      await as(app, alice).patch('/children/1').expect(200, '10');
      await as(app, bob).delete('/children/1').expect(200, '30');
    });
  });

  it('the loader knows who asks, and for which action', async () => {
    @Controller('posts')
    class PostsController {
      @Get('mine')
      @LoadObject(Posts, ({ rows }, _params, { user, action, method, transport }) => {
        return { post: rows.find(({ authorId }) => authorId === user.id)?.id, action, method, transport };
      })
      mine(@LoadedObject() found: object): object {
        return found;
      }
    }
    const app = await start(PostsController);

    await as(app, bob).get('/posts/mine').expect(200, { post: 3, action: 'mine', method: 'GET', transport: 'http' });
  });

  describe('before answers that nothing can hold back:', () => {
    @Controller()
    @Permissions(IsAuthor)
    @ById()
    class AnsweringController {
      @Get('response/:id')
      response(@LoadedObject() post: Post, @Res() response: { send: (body: string) => void }): void {
        response.send(`post ${post.id}`);
      }

      @Get('file/:id')
      file(@LoadedObject() post: Post): StreamableFile {
        return new StreamableFile(Buffer.from(`post ${post.id}`));
      }

      @Sse('events/:id')
      events(@LoadedObject() post: Post): Observable<{ data: string }> {
        return of({ data: `post ${post.id}` });
      }

      @Get('cached/:id')
      @Header('ETag', '"1"')
      cached(@LoadedObject() post: Post): string {
        return `post ${post.id}`;
      }
    }

    it.each(['response', 'file', 'events', 'cached'])('[SEC-144] [SEC-146] [SEC-151] %s', async (path) => {
      const app = await start(AnsweringController);

      const granted = await as(app, alice).get(`/${path}/2`).buffer().expect(200);
      expect(`${granted.text}${String(granted.body)}`).toContain('post 2');
      for (const [user, id, status] of [
        [bob, 2, 403],
        [guest, 2, 401],
        [alice, 9, 404],
      ] as const) {
        const refused = await as(app, user).get(`/${path}/${id}`).set('If-None-Match', '"1"').set('Range', 'bytes=0-1');
        expect(refused.status).toBe(status);
        expect(refused.body.statusCode).toBe(status);
      }
    });
  });
});
