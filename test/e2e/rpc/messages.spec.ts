import { Controller, Get, type INestApplication, Injectable, ParseIntPipe } from '@nestjs/common';
import {
  type ClientProxy,
  ClientProxyFactory,
  EventPattern,
  MessagePattern,
  Payload,
  type TcpOptions,
  Transport,
} from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { lastValueFrom } from 'rxjs';
import {
  AllowAny,
  AuthorizedScope,
  BasePermission,
  CheckObject,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  PermissionAction,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  PermissionsService,
  ReadOnly,
  type Scope,
} from 'nestjs-permissions';
import { as, HeaderAuthModule } from '../../support/header-authentication.js';
import { Breaks, IsAuthor, type Post, POSTS, PostsService } from '../../support/posts-of-authors.js';

/** Says no to the object after a while, the longer the smaller its number. */
@Injectable()
class Resting extends BasePermission<Post> {
  async hasObjectPermission(_context: PermissionContext, post: Post): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, 30 / post.id));
    return true;
  }
}

const heard: (readonly [handler: string, id: number])[] = [];

@Controller('posts')
@LoadObject(PostsService, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe } })
class PostsController {
  constructor(private readonly permissions: PermissionsService) {}

  @MessagePattern('closed')
  closed(): string {
    return 'closed';
  }

  @MessagePattern({ cmd: 'open' })
  @Permissions(AllowAny)
  open(): string {
    return 'open';
  }

  @MessagePattern('write')
  @Permissions(ReadOnly)
  write(): string {
    return 'wrote';
  }

  @MessagePattern('read')
  @Permissions(ReadOnly)
  @PermissionAction({ safe: true })
  read(): string {
    return 'read';
  }

  @MessagePattern('update')
  @Permissions(IsAuthor)
  update(@LoadedObject() post: Post): number {
    return post.id;
  }

  @MessagePattern('check')
  @Permissions(IsAuthor)
  check(@Payload() id: number, @CheckObject() check: ObjectCheck): Promise<Post | undefined> {
    return check(POSTS.find((post) => post.id === id));
  }

  @MessagePattern('list')
  @Permissions(IsAuthor)
  @PermissionAction({ safe: true })
  list(@AuthorizedScope() scope: Scope<Post>): readonly Post[] {
    return scope.filter(POSTS);
  }

  @MessagePattern('service')
  @Permissions(AllowAny)
  service(@Payload() id: number): Promise<Post | undefined> {
    return this.permissions.check(
      IsAuthor,
      { id: 1 },
      POSTS.find((post) => post.id === id),
    );
  }

  @MessagePattern('broken')
  @Permissions(Breaks)
  broken(): string {
    return 'broken';
  }

  @EventPattern('changed')
  @Permissions(Resting)
  changed(@LoadedObject() post: Post): void {
    heard.push(['changed', post.id]);
  }

  @EventPattern('changed')
  @Permissions(Resting)
  @LoadObject(PostsService, (posts, { id }) => posts.findOne(id + 1), { params: { id: ParseIntPipe } })
  changedToo(@LoadedObject() post: Post): void {
    heard.push(['changedToo', post.id]);
  }

  @EventPattern('closed-event')
  refused(@Payload() id: number): void {
    heard.push(['refused', id]);
  }

  @Get('both')
  @MessagePattern('both')
  both(): string {
    return 'both';
  }
}

/** The user whom the hand-written authentication of these tests puts on the context of a message. */
const sender: { user: unknown } = { user: null };

describe('the messages of a microservice', () => {
  let app: INestApplication;
  let client: ClientProxy;
  const send = (pattern: unknown, payload: unknown = {}): Promise<unknown> =>
    lastValueFrom(client.send(pattern, payload)).catch((error: unknown) => ({ error }));

  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [
        HeaderAuthModule,
        PermissionsModule.forRoot({
          getUser: async (execution) => {
            await Promise.resolve();
            return execution.getType() === 'rpc'
              ? sender.user
              : execution.switchToHttp().getRequest<{ user: unknown }>().user;
          },
        }),
      ],
      controllers: [PostsController],
      providers: [PostsService],
    }).compile();
    app = moduleRef.createNestApplication({ logger: false });
    const options: TcpOptions = { transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } };
    const service = app.connectMicroservice(options, { inheritAppConfig: true });
    await app.init();
    await app.startAllMicroservices();
    const { port } = service.unwrap<{ address(): { port: number } }>().address();
    client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
  });
  afterAll(async () => {
    await client.close();
    await app.close();
  });
  afterEach(() => {
    sender.user = null;
    heard.length = 0;
  });

  it('are refused with the body that HTTP answers', async () => {
    const refused = {
      statusCode: 401,
      error: 'Unauthorized',
      message: 'Sign in to do this.',
      code: 'not_authenticated',
    };

    expect(await send('closed')).toEqual({ error: refused });
    expect(await send({ cmd: 'open' })).toBe('open');
  });

  it('tell a refusal of the service as one of the guard', async () => {
    const error = { statusCode: 403, error: 'Forbidden', message: 'Only the author may do this.', code: 'not_author' };

    expect(await send('service', 1)).toEqual(POSTS[0]);
    expect(await send('service', 2)).toEqual({ error });
  });

  it('[SEC-194] take no identity and no method from a payload', async () => {
    const forged = { user: { id: 1 }, method: 'GET' };

    expect(await send('closed', forged)).toMatchObject({ error: { statusCode: 401 } });
    expect(await send('write', forged)).toMatchObject({ error: { statusCode: 401 } });
  });

  it('write, unless they say that they read', async () => {
    sender.user = { id: 1 };

    expect(await send('write')).toMatchObject({ error: { statusCode: 403, code: 'permission_denied' } });
    expect(await send('read')).toBe('read');
  });

  it('load, check and scope objects', async () => {
    sender.user = { id: 1 };

    expect(await send('update', { id: 1 })).toBe(1);
    expect(await send('update', { id: 2 })).toMatchObject({ error: { statusCode: 403, code: 'not_author' } });
    expect(await send('update', { id: 9 })).toMatchObject({ error: { statusCode: 404, code: 'not_found' } });
    expect(await send('update', { id: { $ne: 1 } })).toMatchObject({ error: { statusCode: 400 } });
    expect(await send('check', 1)).toEqual(POSTS[0]);
    expect(await send('check', 2)).toMatchObject({ error: { code: 'not_author' } });
    expect(await send('list')).toEqual([POSTS[0], POSTS[2]]);
  });

  it('keep two handlers of one event apart', async () => {
    await lastValueFrom(client.emit('changed', { id: 1 }));
    await send('closed');
    while (heard.length < 2) await new Promise((resolve) => setImmediate(resolve));

    expect(heard).toEqual([
      ['changedToo', 2],
      ['changed', 1],
    ]);
  });

  it('[SEC-205] do not run an event handler that is refused', async () => {
    await lastValueFrom(client.emit('closed-event', 1));
    await send('closed');

    expect(heard).toEqual([]);
  });

  it('tell nothing of a rule that breaks', async () => {
    expect(await send('broken')).toEqual({ error: { statusCode: 500, message: 'Internal server error' } });
  });

  it('and HTTP requests may reach one method', async () => {
    expect((await as(app, { id: 1 }).get('/posts/both')).text).toBe('both');
    expect(await send('both')).toMatchObject({ error: { statusCode: 401 } });
    sender.user = { id: 1 };
    expect(await send('both')).toBe('both');
  });
});
