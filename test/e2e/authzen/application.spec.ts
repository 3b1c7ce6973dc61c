import { Controller, Delete, Get, Injectable, Logger, ParseIntPipe, Patch, Post as PostMethod } from '@nestjs/common';
import {
  and,
  AuthorizedScope,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  modelPermissions,
  not,
  objectPermissions,
  or,
  Permissions,
  PermissionsModule,
  PermissionsService,
  type Scope,
} from 'nestjs-permissions';
import { AuthZenBackend } from 'nestjs-permissions/authzen';
import { onEveryAdapter, onEveryRunningAdapter } from '../../support/adapters.js';
import { answering, DecisionPointServer } from '../../support/decision-point.js';
import { expectBootFails } from '../../support/expect-boot-fails.js';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { REFUSALS } from '../../support/witness.js';

class Post {
  constructor(readonly id: number) {}
}

@Injectable()
class PostsService {
  findOne(id: number): Post {
    return new Post(id);
  }
}

const ran: string[] = [];
const rights = modelPermissions(Post, { codes: { DELETE: ['post.delete', 'post.purge'] } });

@Controller('posts')
@Permissions(rights)
class PostsController {
  @Get() list(): string {
    return 'ran';
  }
  @PostMethod() create(): void {
    ran.push('create');
  }
  @Delete() destroy(): void {
    ran.push('destroy');
  }
  @Patch(':id')
  @Permissions(objectPermissions(Post, { relation: 'object-only' }))
  @LoadObject(PostsService, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe } })
  update(@LoadedObject() post: Post): void {
    ran.push(`update ${post.id}`);
  }
  @Get('not')
  @Permissions(not(rights))
  negated(): string {
    ran.push('negated');
    return 'ran';
  }
  @Get('or')
  @Permissions(or(rights, IsAuthenticated))
  either(): string {
    ran.push('either');
    return 'ran';
  }
  @Get('twice')
  @Permissions(and(rights, or(modelPermissions('post'), rights)))
  twice(): string {
    return 'ran';
  }
}

const server = new DecisionPointServer();
const started = server.start();
const log = new RecordingLogger();
const ADA = { id: 7 };

beforeEach(() => {
  // applications bring a logger of their own
  Logger.overrideLogger(log);
  server.reset();
  ran.length = 0;
  log.errors.length = 0;
});
afterAll(() => server.stop());

const application = {
  imports: [
    HeaderAuthModule,
    PermissionsModule.forRootAsync({
      useFactory: async () => {
        const { url } = await started;
        return { backend: new AuthZenBackend({ url, timeoutMs: 60_000 }) };
      },
    }),
  ],
  controllers: [PostsController],
  providers: [PostsService],
};

onEveryRunningAdapter('rights that a decision point knows', application, (app) => {
  it('are granted and denied as it decides', async () => {
    server.policy = ({ action }) => action.name === 'view';
    expect((await as(app(), ADA).get('/posts')).status).toBe(200);
    expect((await as(app(), ADA).post('/posts')).body).toEqual(REFUSALS.forbidden);
    expect(server.asked.map(({ body }) => body.action.name)).toEqual(['view', 'add']);
    expect(ran).toEqual([]);
  });

  it('are not asked for guests', async () => {
    expect((await as(app(), null).get('/posts')).status).toBe(401);
    expect(server.asked).toEqual([]);
  });

  it('are asked in one request where a method needs several', async () => {
    expect((await as(app(), ADA).delete('/posts')).status).toBe(200);
    expect(server.asked).toMatchObject([
      {
        path: '/access/v1/evaluations',
        body: { evaluations: [{ action: { name: 'delete' } }, { action: { name: 'purge' } }] },
      },
    ]);
  });

  it('are asked for once in a request, and again in the next', async () => {
    expect((await as(app(), ADA).get('/posts/twice')).status).toBe(200);
    expect(server.asked).toHaveLength(1);
    expect((await as(app(), ADA).get('/posts/twice')).status).toBe(200);
    expect(server.asked).toHaveLength(2);
  });

  it('are asked for the object that is loaded, and whether it may be read, before it is hidden', async () => {
    server.policy = ({ action, resource }) => resource.id === '3' || (action.name === 'view' && resource.id === '4');
    expect((await as(app(), ADA).patch('/posts/3')).status).toBe(200);
    expect((await as(app(), ADA).patch('/posts/4')).body).toEqual(REFUSALS.forbidden);
    expect((await as(app(), ADA).patch('/posts/5')).body).toEqual(REFUSALS.missing);
    expect(server.asked.map(({ body }) => `${body.action.name} ${body.resource.id}`)).toEqual([
      ...['change 3', 'change 4', 'view 4', 'change 5', 'view 5'],
    ]);
    expect(ran).toEqual(['update 3']);
  });

  it.each([
    ['/posts', 'a rule'],
    ['/posts/not', 'its negation'],
    ['/posts/or', 'a rule that others could stand in for'],
    ['/posts/twice', 'a rule that is asked for twice'],
  ])('are never taken for granted or denied where it is down: GET %s, %s, is 503', async (path) => {
    server.answer = answering(500, 'password=secret');
    const { status, body } = await as(app(), ADA).get(path);
    expect({ status, body: body as unknown }).toEqual({ status: 503, body: REFUSALS.late });
    expect(ran).toEqual([]);
    expect(server.asked).toHaveLength(1);
    expect(log.errors).toEqual(['The decision point answered 500 to evaluation.']);
  });

  it.each([1, 2])(
    'hide nothing where it goes down before it has answered question %i about an object',
    async (last) => {
      server.answer = (response, asked) => {
        if (server.asked.length === last) response.destroy();
        else answering(200, '{"decision":false}')(response, asked);
      };
      expect((await as(app(), ADA).patch('/posts/3')).body).toEqual(REFUSALS.late);
      expect(ran).toEqual([]);
    },
  );

  it('are served again as soon as it is back', async () => {
    server.answer = (response) => response.destroy();
    expect((await as(app(), ADA).get('/posts')).status).toBe(503);
    server.reset();
    expect((await as(app(), ADA).get('/posts')).status).toBe(200);
  });

  it('are a 500 that tells nothing where an option is wrong', async () => {
    expect((await as(app(), { userId: { a: 1 }, id: 0.5 }).get('/posts')).body).toEqual(REFUSALS.broken);
    expect(log.errors).toEqual([expect.stringMatching(/AuthZenBackend: of `id`.*subject:/)]);
    expect(server.asked).toEqual([]);
  });

  it('reject where they are asked for by hand', async () => {
    server.answer = answering(429, '{}');
    const asking = app().get(PermissionsService).can({ controller: PostsController, action: 'negated' }, ADA);
    await expect(asking).rejects.toMatchObject({ status: 503 });
  });
});

onEveryAdapter('rights on single objects that a decision point knows', (boot) => {
  it('are refused for lists when the application starts', async () => {
    @Controller('posts')
    class ListsController {
      @Get()
      @Permissions(objectPermissions(Post, { relation: 'object-only' }))
      list(@AuthorizedScope() scope: Scope<Post>): Post[] {
        return scope.filter([]);
      }
    }
    const backend = new AuthZenBackend({ url: server.url });
    await expectBootFails(
      boot,
      { imports: [HeaderAuthModule, PermissionsModule.forRoot({ backend })], controllers: [ListsController] },
      /ListsController\.list: .* cannot become a query, because AuthZenBackend has no where\(\)/,
    );
  });
});
