import {
  type CallHandler,
  ConflictException,
  Controller,
  type ExecutionContext,
  Get,
  HttpException,
  Injectable,
  Param,
  ParseIntPipe,
  Post as HttpPost,
  StreamableFile,
  UseInterceptors,
} from '@nestjs/common';
import { catchError, from, of, type Observable } from 'rxjs';
import {
  AllowAny,
  BasePermission,
  CheckObject,
  IsAuthenticated,
  type ObjectCheck,
  or,
  Permissions,
  type PermissionContext,
  PermissionsModule,
} from '../../../../lib/index.js';
import { onEveryAdapter } from '../../../support/adapters.js';
import { as, HeaderAuthModule } from '../../../support/header-authentication.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { alice, bob, guest, IsAuthor, IsAuthorLater, NOT_FOUND, Post, Posts, type User } from './posts.js';

/** Counts how often it is asked. */
@Injectable()
class CountingAuthor extends BasePermission<Post, User> {
  requests = 0;
  objects = 0;

  override hasPermission({ user }: PermissionContext<User>): boolean {
    this.requests++;
    return user !== null;
  }

  override hasObjectPermission({ user }: PermissionContext<User>, post: Post): boolean {
    this.objects++;
    return post.authorId === user?.id;
  }
}

const Id = () => Param('id', ParseIntPipe);

@Controller()
@Permissions(IsAuthor)
class PostsController {
  constructor(private readonly posts: Posts) {}

  private async find(id: number): Promise<Post | null> {
    return Promise.resolve(this.posts.findOne(id));
  }

  @Get('loaded/:id')
  async loaded(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<boolean> {
    const post = this.posts.findOne(id);
    return post === (await check(post));
  }

  @Get('promised/:id')
  async promised(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<number> {
    const { id: checked } = await check(this.find(id));
    return checked;
  }

  @Get('later/:id')
  @Permissions(IsAuthorLater)
  async later(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<number> {
    return (await check(this.find(id))).id;
  }

  @HttpPost('create/:authorId')
  async create(@Param('authorId', ParseIntPipe) authorId: number, @CheckObject() check: ObjectCheck): Promise<Post> {
    return check(new Post(4, authorId, false));
  }

  @Get('swallowed/:id')
  async swallowed(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<string> {
    await check(this.find(id)).catch(() => undefined);
    return 'secret';
  }

  @Get('replaced/:id')
  async replaced(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<string> {
    try {
      await check(this.find(id));
    } catch {
      throw new ConflictException('another error');
    }
    return 'secret';
  }

  @Get('first/:id')
  async first(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<string> {
    await check(this.find(id)).catch(() => undefined);
    await check(this.find(9)).catch(() => undefined);
    return 'secret';
  }

  @Get('floating/:id')
  @Permissions(IsAuthorLater)
  floating(@Id() id: number, @CheckObject() check: ObjectCheck): string {
    void check(this.find(id));
    return 'secret';
  }

  @Get('concurrent/:one/:other')
  @Permissions(IsAuthorLater)
  async concurrent(
    @Param('one', ParseIntPipe) one: number,
    @Param('other', ParseIntPipe) other: number,
    @CheckObject() check: ObjectCheck,
  ): Promise<number[]> {
    const checked = await Promise.all([check(this.find(one)), check(this.find(other)), check(this.find(one))]);
    return checked.map(({ id }) => id);
  }

  @Get('mutated/:authorId')
  async mutated(@Param('authorId', ParseIntPipe) authorId: number, @CheckObject() check: ObjectCheck): Promise<string> {
    const post = await check(new Post(1, alice.id, true));
    await check(Object.assign(post, { authorId }));
    return 'moved';
  }

  @Get('forgotten')
  forgotten(@CheckObject() check: ObjectCheck): string {
    return `secret ${typeof check}`;
  }

  @Get('streamed')
  async streamed(@CheckObject() check: ObjectCheck): Promise<StreamableFile> {
    return new StreamableFile(Buffer.from(`secret ${typeof check}`));
  }

  @Get('observed/:id')
  observed(@Id() id: number, @CheckObject() check: ObjectCheck): Observable<unknown> {
    return from(check(this.find(id)).then((post) => post.id));
  }

  @Get('unobserved')
  unobserved(@CheckObject() check: ObjectCheck): Observable<unknown> {
    return of('secret', typeof check);
  }

  @Get('masked/:id')
  @UseInterceptors({
    intercept: (_execution: ExecutionContext, next: CallHandler) => next.handle().pipe(catchError(() => of('masked'))),
  })
  async masked(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<string> {
    await check(this.find(id));
    return 'ok';
  }

  @Get('list')
  async list(@CheckObject() check: ObjectCheck): Promise<unknown> {
    return check(this.posts.rows);
  }

  @Get('broken')
  async broken(@CheckObject() check: ObjectCheck): Promise<unknown> {
    return check(Promise.reject(new HttpException('The database is busy.', 503)));
  }

  @Get('partial')
  async partial(@CheckObject() check: ObjectCheck): Promise<unknown> {
    return check({ id: 1 }).catch(() => 'secret');
  }

  @Get('granted/:id')
  @Permissions(or(IsAuthenticated, CountingAuthor))
  async granted(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<number> {
    return (await check(this.find(id))).id;
  }

  @Get('open')
  @Permissions(AllowAny)
  open(@CheckObject() check: ObjectCheck): string {
    return `open to a ${typeof check}`;
  }

  @Get('counted/:id')
  @Permissions(CountingAuthor)
  async counted(@Id() id: number, @CheckObject() check: ObjectCheck): Promise<number> {
    return (await check(this.find(id))).id;
  }
}

onEveryAdapter('@CheckObject', (boot) => {
  const logger = new RecordingLogger();
  beforeEach(() => logger.errors.splice(0));

  const start = () =>
    boot(
      {
        imports: [HeaderAuthModule, PermissionsModule.forRoot()],
        controllers: [PostsController],
        providers: [Posts, CountingAuthor],
      },
      {
        configure: (app) => {
          app.useLogger(logger);
        },
      },
    );

  it.each(['loaded', 'promised', 'later', 'observed'])(
    'answers the object to those who may use it: %s',
    async (path) => {
      const app = await start();

      await as(app, alice).get(`/${path}/2`).expect(200);
      await as(app, bob).get(`/${path}/2`).expect(403);
      await as(app, guest).get(`/${path}/2`).expect(401);
    },
  );

  it('[C176] answers the very object that it was given', async () => {
    const app = await start();

    await as(app, alice).get('/loaded/2').expect(200, 'true');
  });

  it.each(['loaded', 'promised', 'later', 'granted'])('of nothing is a 404: %s', async (path) => {
    const app = await start();

    await as(app, alice).get(`/${path}/9`).expect(404, NOT_FOUND);
  });

  it('[SEC-145] judges a candidate that is about to be written', async () => {
    const app = await start();

    await as(app, alice).post('/create/1').expect(201, { id: 4, authorId: 1, published: false });
    const { body } = await as(app, alice).post('/create/2').expect(403);
    expect(body).toEqual({
      statusCode: 403,
      error: 'Forbidden',
      message: 'Only the author may do this.',
      code: 'not_author',
    });
  });

  describe('a refusal is final', () => {
    it.each(['swallowed', 'replaced', 'masked', 'floating', 'first'])(
      'whatever the handler makes of it: %s',
      async (path) => {
        const app = await start();

        const { text } = await as(app, bob).get(`/${path}/2`).expect(403);
        expect(text).not.toContain('secret');
        await as(app, guest).get(`/${path}/2`).expect(401);
      },
    );

    it.each(['swallowed', 'replaced', 'floating'])('also when the object is missing: %s', async (path) => {
      const app = await start();

      await as(app, alice).get(`/${path}/9`).expect(404, NOT_FOUND);
    });

    it('and so is a rule that fails', async () => {
      const app = await start();

      await as(app, alice).get('/partial').expect(500, { statusCode: 500, message: 'Internal server error' });
      expect(logger.errors.join()).toMatch(/IsAuthor\.where.*`authorId` is not loaded/);
    });
  });

  it.each(['swallowed', 'replaced', 'masked', 'floating'])('lets through whom it admits: %s', async (path) => {
    const app = await start();

    await as(app, alice).get(`/${path}/2`).expect(200);
  });

  it('checks many objects at a time, each for itself', async () => {
    const app = await start();

    await as(app, alice).get('/concurrent/1/2').expect(200, [1, 2, 1]);
    await as(app, alice).get('/concurrent/1/3').expect(403);
    await as(app, alice).get('/concurrent/3/1').expect(403);
    await as(app, alice).get('/concurrent/1/9').expect(404);
  });

  it('[SEC-130] judges a changed object anew', async () => {
    const app = await start();

    await as(app, alice).get('/mutated/1').expect(200, 'moved');
    await as(app, alice).get('/mutated/2').expect(403);
  });

  it('asks a request rule once, and an object rule once for each check', async () => {
    const app = await start();

    await as(app, alice).get('/counted/2').expect(200);
    expect(app.get(CountingAuthor)).toMatchObject({ requests: 1, objects: 1 });
  });

  it.each(['forgotten', 'unobserved', 'streamed'])(
    '[C168] [C175] [SEC-217] forgotten, it answers 500 and sends nothing of the result: %s',
    async (path) => {
      const app = await start();

      await as(app, alice).get(`/${path}`).expect(500, { statusCode: 500, message: 'Internal server error' });
      expect(logger.errors.join()).toMatch(new RegExp(`PostsController\\.${path}: .*check\\(\\)`));
    },
  );

  it('may be forgotten where the verdict does not depend on the object', async () => {
    const app = await start();

    await as(app, guest).get('/open').expect(200, 'open to a function');
  });

  it('asks no object rule where the request alone has granted', async () => {
    const app = await start();

    await as(app, bob).get('/granted/2').expect(200, '2');
    expect(app.get(CountingAuthor).objects).toBe(0);
  });

  it('takes one object, and no list', async () => {
    const app = await start();

    await as(app, alice).get('/list').expect(500);
    expect(logger.errors.join()).toMatch(/PostsController\.list: .*one by one/);
  });

  it('passes on what loading threw', async () => {
    const app = await start();

    const { body } = await as(app, alice).get('/broken').expect(503);
    expect(body.message).toBe('The database is busy.');
  });
});
