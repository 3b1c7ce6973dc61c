import { type INestApplication, Injectable, ParseIntPipe, UseGuards } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  AllowAny,
  AuthorizedScope,
  BasePermission,
  CheckObject,
  CheckReturned,
  IsAuthenticatedOrReadOnly,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  PermissionAction,
  type PermissionContext,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
  PermissionsService,
  ReadOnly,
  type Scope,
} from 'nestjs-permissions';
import { Breaks, IsAuthor, type Post, POSTS, PostsService } from '../../support/posts-of-authors.js';
import {
  portOf,
  sendExceptions,
  SOCKET_ADAPTERS,
  type SocketClient,
  userInAddress,
} from '../../support/socket-clients.js';

@Injectable()
class IsCalledCreate extends BasePermission {
  hasPermission({ action, method, transport }: PermissionContext): boolean {
    return action === 'create' && method === 'POST' && transport === 'ws';
  }
}

@Injectable()
class Resting extends BasePermission<Post, { id: number }> {
  async hasObjectPermission({ user }: PermissionContext<{ id: number }>, post: Post): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return post.authorId === user?.id;
  }
}

@WebSocketGateway()
@UseGuards(PermissionsGuard)
@LoadObject(PostsService, (posts, { id }) => posts.findOne(id), { params: { id: ParseIntPipe } })
class PostsGateway {
  constructor(private readonly permissions: PermissionsService) {}

  handleConnection(client: object, request?: { url: string }): void {
    sendExceptions(client);
    const user = userInAddress(client, request);
    if (user !== null) Object.assign(client, { user });
  }

  @SubscribeMessage('closed')
  closed(): unknown {
    return { event: 'done', data: 'closed' };
  }

  @SubscribeMessage('open')
  @Permissions(AllowAny)
  open(@MessageBody() body: unknown): unknown {
    return { event: 'done', data: body };
  }

  @SubscribeMessage('write')
  @Permissions(ReadOnly)
  write(): unknown {
    return { event: 'done', data: 'wrote' };
  }

  @SubscribeMessage('read')
  @Permissions(IsAuthenticatedOrReadOnly)
  @PermissionAction({ safe: true })
  read(): unknown {
    return { event: 'done', data: 'read' };
  }

  @SubscribeMessage('named')
  @Permissions(IsCalledCreate)
  @PermissionAction({ name: 'create' })
  named(): unknown {
    return { event: 'done', data: 'created' };
  }

  @SubscribeMessage('update')
  @Permissions(IsAuthor)
  update(@LoadedObject() post: Post, @ConnectedSocket() client: object): unknown {
    return { event: 'done', data: [post.id, Object.getOwnPropertySymbols(client).map(String).filter(isOurs)] };
  }

  @SubscribeMessage('slow')
  @Permissions(Resting)
  async slow(@LoadedObject() post: Post): Promise<unknown> {
    await new Promise((resolve) => setTimeout(resolve, 10));
    return { event: 'done', data: post.id };
  }

  @SubscribeMessage('check')
  @Permissions(IsAuthor)
  async check(@MessageBody() id: number, @CheckObject() check: ObjectCheck): Promise<unknown> {
    return { event: 'done', data: await check(POSTS.find((post) => post.id === id)) };
  }

  @SubscribeMessage('list')
  @Permissions(IsAuthor)
  @PermissionAction({ safe: true })
  list(@AuthorizedScope() scope: Scope<Post>): unknown {
    return { event: 'done', data: scope.filter(POSTS) };
  }

  @SubscribeMessage('returned')
  @Permissions(IsAuthor)
  @PermissionAction({ safe: true })
  @CheckReturned({ select: 'data' })
  returned(@MessageBody() id: number): unknown {
    return { event: 'done', data: POSTS.find((post) => post.id === id) };
  }

  @SubscribeMessage('service')
  @Permissions(AllowAny)
  async service(@MessageBody() id: number): Promise<unknown> {
    const post = POSTS.find((each) => each.id === id);
    return { event: 'done', data: await this.permissions.check(IsAuthor, { id: 1 }, post) };
  }

  @SubscribeMessage('broken')
  @Permissions(Breaks)
  broken(): unknown {
    return { event: 'done', data: 'broken' };
  }
}

const isOurs = (name: string): boolean => name.includes('permissions');

describe.each(SOCKET_ADAPTERS)('a gateway ($name)', ({ adapterFor, connect }) => {
  let app: INestApplication;
  const clients: SocketClient[] = [];
  const as = async (user: unknown): Promise<SocketClient> => {
    const client = await connect(portOf(app), user);
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [PermissionsModule.forRoot()],
      providers: [PostsGateway, PostsService],
    }).compile();
    app = moduleRef.createNestApplication({ logger: false });
    app.useWebSocketAdapter(adapterFor(app));
    await app.listen(0);
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await app.close();
  });

  it('[SEC-190] refuses a guest with the body that HTTP answers, and leaves the socket open', async () => {
    const guest = await as(null);
    const refused = {
      statusCode: 401,
      error: 'Unauthorized',
      message: 'Sign in to do this.',
      code: 'not_authenticated',
    };

    expect(await guest.ask('closed')).toEqual(['exception', refused]);
    expect(guest.isOpen()).toBe(true);
    expect(await guest.ask('open', 'text')).toEqual(['done', 'text']);
  });

  it('admits a user', async () => {
    expect(await (await as({ id: 1 })).ask('closed')).toEqual(['done', 'closed']);
  });

  it('tells a refusal of the service as one of the guard', async () => {
    const guest = await as(null);
    const refused = {
      statusCode: 403,
      error: 'Forbidden',
      message: 'Only the author may do this.',
      code: 'not_author',
    };

    expect(await guest.ask('service', 1)).toEqual(['done', POSTS[0]]);
    expect(await guest.ask('service', 2)).toEqual(['exception', refused]);
  });

  it('[SEC-094] takes no identity from Object.prototype', async () => {
    const guest = await as(null);
    Object.defineProperty(Object.prototype, 'user', { value: { id: 1 }, configurable: true });
    try {
      expect(await guest.ask('closed')).toMatchObject(['exception', { statusCode: 401 }]);
    } finally {
      delete (Object.prototype as { user?: unknown }).user;
    }
  });

  it('[SEC-194] takes no identity and no method from a message', async () => {
    const guest = await as(null);
    const forged = { user: { id: 1 }, method: 'GET', headers: {} };

    expect(await guest.ask('closed', forged)).toMatchObject(['exception', { statusCode: 401 }]);
    expect(await guest.ask('write', forged)).toMatchObject(['exception', { statusCode: 401 }]);
  });

  it('writes, unless it says that it reads', async () => {
    const [guest, user] = [await as(null), await as({ id: 1 })];

    expect(await user.ask('write')).toMatchObject(['exception', { statusCode: 403, code: 'permission_denied' }]);
    expect(await guest.ask('read')).toEqual(['done', 'read']);
  });

  it('tells rules the name of the action', async () => {
    expect(await (await as({ id: 1 })).ask('named')).toEqual(['done', 'created']);
  });

  it('loads the object by the message, hands it over, and leaves nothing on the socket', async () => {
    const author = await as({ id: 1 });
    const refused = {
      statusCode: 403,
      error: 'Forbidden',
      message: 'Only the author may do this.',
      code: 'not_author',
    };

    expect(await author.ask('update', { id: 1 })).toEqual(['done', [1, []]]);
    expect(await author.ask('update', { id: '1' })).toEqual(['done', [1, []]]);
    expect(await author.ask('update', { id: 2 })).toEqual(['exception', refused]);
    expect(await author.ask('update', { id: 4 })).toMatchObject(['exception', { statusCode: 404, code: 'not_found' }]);
  });

  it.each([{ id: { $ne: null } }, { id: [1] }, { id: null }, {}, 1, 'id', null, [1]])(
    'answers 400 for a message that names no object: %j',
    async (message) => {
      const answer = await (await as({ id: 1 })).ask('update', message);
      expect(answer).toMatchObject(['exception', { statusCode: 400, error: 'Bad Request' }]);
    },
  );

  it('keeps concurrent messages of one socket apart', async () => {
    const author = await as({ id: 1 });
    const answers = await author.exchange([1, 2, 3].map((id) => ['slow', { id }] as const));

    expect(answers).toHaveLength(3);
    expect(answers).toEqual(
      expect.arrayContaining([
        ['done', 1],
        ['done', 3],
      ]),
    );
    expect(answers).toContainEqual(['exception', expect.objectContaining({ statusCode: 403 })]);
  });

  it('checks what the handler loads, scopes and returns, also for a message that is a number', async () => {
    const author = await as({ id: 1 });

    expect(await author.ask('check', 1)).toEqual(['done', POSTS[0]]);
    expect(await author.ask('check', 2)).toMatchObject(['exception', { code: 'not_author' }]);
    expect(await author.ask('list')).toEqual(['done', [POSTS[0], POSTS[2]]]);
    expect(await author.ask('returned', 1)).toEqual(['done', POSTS[0]]);
    expect(await author.ask('returned', 2)).toMatchObject(['exception', { code: 'not_author' }]);
  });

  it('tells nothing of a rule that breaks', async () => {
    const answer = await (await as({ id: 1 })).ask('broken');
    expect(answer).toEqual(['exception', { statusCode: 500, message: 'Internal server error' }]);
  });
});
