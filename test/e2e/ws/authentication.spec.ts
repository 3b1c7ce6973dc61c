import { type INestApplication, Inject, Injectable, Scope, UseGuards } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  BasePermission,
  deny,
  type DenyOptions,
  type PermissionContext,
  Permissions,
  PermissionsGuard,
  PermissionsModule,
} from '../../../lib/index.js';
import { DecisionRecorder } from '../../../lib/testing/index.js';
import { MessageAuthentication, Sessions } from '../../support/message-authentication.js';
import {
  type Answer,
  portOf,
  sendExceptions,
  SOCKET_ADAPTERS,
  type SocketClient,
} from '../../support/socket-clients.js';

/** Refuses everybody by name, after a while: the longer, the smaller the id. */
@Injectable()
class CallsByName extends BasePermission<object, { id: number }> {
  async hasPermission({ user }: PermissionContext<{ id: number }>): Promise<false | ReturnType<typeof deny>> {
    await new Promise((resolve) => setTimeout(resolve, 30 - 10 * (user?.id ?? 0)));
    return user !== null && deny({ code: `user_${String(user.id)}` } satisfies DenyOptions);
  }
}

/** Knows the message that it was made for by the socket, and how many of its kind there are. */
@Injectable({ scope: Scope.REQUEST })
class MadeForMessage extends BasePermission {
  static made = 0;

  constructor(@Inject(REQUEST) private readonly client: object) {
    super();
    MadeForMessage.made += 1;
  }

  hasPermission({ request }: PermissionContext): boolean {
    return request === this.client;
  }
}

@WebSocketGateway()
@UseGuards(MessageAuthentication, PermissionsGuard)
class NamesGateway {
  handleConnection(client: object): void {
    sendExceptions(client);
    // whom the socket belongs to, and what its messages are authenticated by when they bring nothing
    Object.assign(client, { user: { id: 9 }, token: 'grace' });
  }

  @SubscribeMessage('name')
  @Permissions(CallsByName)
  name(): void {
    return undefined;
  }

  @SubscribeMessage('made')
  @Permissions(MadeForMessage)
  made(@MessageBody() body: unknown): unknown {
    return { event: 'made', data: body };
  }

  @SubscribeMessage('default')
  default(): unknown {
    return { event: 'default', data: '' };
  }
}

const codesOf = (answers: readonly Answer[]): readonly string[] =>
  answers.map(([, data]) => (data as { code: string }).code);

describe.each(SOCKET_ADAPTERS)('the user of a message ($name)', ({ adapterFor, connect }) => {
  let app: INestApplication;
  let sessions: Sessions;
  let socket: SocketClient;
  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [PermissionsModule.forRoot({ globalGuard: false })],
      providers: [NamesGateway, Sessions],
    }).compile();
    app = moduleRef.createNestApplication({ logger: false });
    app.useWebSocketAdapter(adapterFor(app));
    await app.listen(0);
    sessions = app.get(Sessions);
    socket = await connect(portOf(app), null);
  });
  beforeEach(() => {
    sessions.signIn('ada', { id: 1 });
    sessions.signIn('grace', { id: 2 });
  });
  afterAll(async () => {
    socket.close();
    await app.close();
  });

  it('is the one whom its own authentication found, and not the one on the socket', async () => {
    expect(codesOf([await socket.ask('name', { token: 'ada' })])).toEqual(['user_1']);
    expect(codesOf([await socket.ask('name', {})])).toEqual(['user_2']);
  });

  it('is nobody where its authentication found nobody, whoever is on the socket', async () => {
    expect(codesOf([await socket.ask('name', { token: 'forged' })])).toEqual(['not_authenticated']);
  });

  it('is nobody from the sign-out on, on the same socket', async () => {
    expect(await socket.ask('default', {})).toEqual(['default', '']);
    sessions.signOut('grace');

    expect(await socket.ask('default', {})).toMatchObject(['exception', { statusCode: 401 }]);
    expect(socket.isOpen()).toBe(true);
    expect(await socket.ask('default', { token: 'ada' })).toEqual(['default', '']);
  });

  it('is its own, with slow rules and whatever else is under way on the socket, also for texts and numbers', async () => {
    const answers = await socket.exchange([
      ['name', { token: 'forged' }],
      ['name', { token: 'ada' }],
      ['name', 'a text'],
      ['name', { token: 'ada' }],
      ['name', 7],
    ]);

    expect(codesOf(answers)).toEqual(['user_2', 'user_2', 'user_1', 'user_1', 'not_authenticated']);
  });

  it('is asked by a request-scoped permission of its own, which belongs to the socket', async () => {
    MadeForMessage.made = 0;
    const answers = await socket.exchange([
      ['made', 1],
      ['made', 'two'],
    ]);

    expect(answers).toEqual([
      ['made', 1],
      ['made', 'two'],
    ]);
    expect(MadeForMessage.made).toBe(2);
  });

  it('decides one decision for each message', async () => {
    const recorder = new DecisionRecorder();
    await socket.ask('name', { token: 'ada' });
    recorder.stop();

    recorder.expectAnswers('NamesGateway.name', { CallsByName: 'denied' });
    expect(recorder.decisions).toMatchObject([{ transport: 'ws', controller: 'NamesGateway', action: 'name' }]);
  });
});
