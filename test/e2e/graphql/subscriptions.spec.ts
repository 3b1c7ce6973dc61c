import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, ParseIntPipe } from '@nestjs/common';
import { Args, Field, Int, ObjectType, Query, Resolver, Subscription } from '@nestjs/graphql';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import {
  AllowAny,
  BasePermission,
  IsAuthenticated,
  isOwner,
  LoadedObject,
  LoadObject,
  type PermissionContext,
  Permissions,
  PermissionsModule,
  PermissionsService,
  ReadOnly,
} from '../../../lib/index.js';
import { onEveryRunningAdapter } from '../../support/adapters.js';
import { ask, graphql } from '../../support/graphql.js';
import { HeaderAuthModule } from '../../support/header-authentication.js';

@ObjectType()
class Note {
  @Field(() => Int)
  id!: number;
  @Field(() => Int)
  authorId!: number;
}

const [ADA, GRACE] = [{ id: 1 }, { id: 2 }];
const NOTES: readonly Note[] = [
  { id: 1, authorId: 1 },
  { id: 2, authorId: 2 },
];

/** Notes of which each changes once, after which nothing does. */
@Injectable()
class Notes {
  readonly subscribed: string[] = [];

  find(id: number): Note | undefined {
    return NOTES.find((note) => note.id === id);
  }

  async *changes(field: string, notes: readonly Note[] = NOTES) {
    this.subscribed.push(field);
    for (const note of notes) yield { [field]: note };
  }
}

const IsAuthor = isOwner('authorId');

class IsBroken extends BasePermission {
  override hasPermission(): boolean {
    throw new Error('the password is hunter2');
  }
}

class IsOverSocket extends BasePermission {
  override hasPermission({ transport, method, action, request, params }: PermissionContext) {
    const { connectionParams } = request as { readonly connectionParams: object };
    return (
      `${String(transport)} ${method} ${action} ${JSON.stringify(params)}` === 'graphql GET asked {"word":"yes"}' &&
      'user' in connectionParams
    );
  }
}

interface Connection {
  readonly connectionParams?: { readonly user?: unknown };
  readonly extra: { user?: unknown };
}

@Resolver(() => Note)
class NotesResolver {
  constructor(
    private readonly notes: Notes,
    private readonly permissions: PermissionsService,
  ) {}

  @Query(() => String)
  @Permissions(AllowAny)
  hello(): string {
    return 'hello';
  }

  @Subscription(() => Note)
  @Permissions(ReadOnly)
  everything() {
    return this.notes.changes('everything');
  }

  @Subscription(() => Note)
  closed() {
    return this.notes.changes('closed');
  }

  @Subscription(() => Note, {
    filter(this: NotesResolver, { own }: { own: Note }, _args: unknown, { req }: { req: Connection }) {
      return this.permissions.can(IsAuthor, req.extra.user, own);
    },
  })
  @Permissions(IsAuthenticated)
  own() {
    return this.notes.changes('own');
  }

  @Subscription(() => Note)
  @Permissions(IsAuthor)
  @LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })
  changed(@Args('id', { type: () => Int }) _id: number, @LoadedObject() note: Note) {
    return this.notes.changes('changed', [note]);
  }

  @Subscription(() => Note)
  @Permissions(IsBroken)
  broken() {
    return this.notes.changes('broken');
  }

  @Subscription(() => Note)
  @Permissions(IsOverSocket)
  asked(@Args('word') word: string) {
    return this.notes.changes(word === 'yes' ? 'asked' : 'refused');
  }
}

const application = {
  imports: [
    PermissionsModule.forRoot(),
    HeaderAuthModule,
    graphql({
      subscriptions: {
        'graphql-ws': {
          onConnect(connection) {
            const { connectionParams, extra } = connection as Connection;
            extra.user = connectionParams?.user ?? null;
          },
        },
      },
    }),
  ],
  providers: [NotesResolver, Notes],
};

onEveryRunningAdapter('GraphQL subscriptions', application, (app) => {
  const clients: Client[] = [];
  const connect = (user: object | null): Client => {
    const { port } = (app().getHttpServer() as Server).address() as AddressInfo;
    const url = `ws://127.0.0.1:${port}/graphql`;
    const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { user }, retryAttempts: 0 });
    clients.push(client);
    return client;
  };
  /** Everything that a subscription answers until it ends: ids of notes, and codes of refusals. */
  const answers = async (client: Client, field: string): Promise<unknown[]> => {
    const received: unknown[] = [];
    for await (const { data, errors } of client.iterate({ query: `subscription { ${field} { id } }` })) {
      const [note] = Object.values(data ?? {}) as Note[];
      received.push(note?.id ?? errors?.[0]);
    }
    return received;
  };
  const subscribed = (): string[] => app().get(Notes).subscribed;

  beforeAll(async () => {
    await app().listen(0, '127.0.0.1');
  });
  beforeEach(() => {
    subscribed().length = 0;
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
  });

  it('read, and are for everybody where reading is', async () => {
    expect(await answers(connect(null), 'everything')).toEqual([1, 2]);
    expect((await ask(app(), '{ hello }')).data).toEqual({ hello: 'hello' });
  });

  it('take the user from the connection, and are refused before anything is subscribed to', async () => {
    expect(await answers(connect(null), 'closed')).toMatchObject([
      {
        message: 'Sign in to do this.',
        path: ['closed'],
        extensions: { code: 'UNAUTHENTICATED', originalError: { statusCode: 401, code: 'not_authenticated' } },
      },
    ]);
    expect(subscribed()).toEqual([]);
    expect(await answers(connect(ADA), 'closed')).toEqual([1, 2]);
  });

  it('load the object that they are about, and refuse it', async () => {
    const ada = connect(ADA);
    expect(await answers(ada, 'changed(id: 2)')).toMatchObject([
      { extensions: { code: 'FORBIDDEN', originalError: { code: 'permission_denied' } } },
    ]);
    expect(await answers(ada, 'changed(id: 9)')).toMatchObject([
      { extensions: { code: 'NOT_FOUND', originalError: { code: 'not_found' } } },
    ]);
    expect(subscribed()).toEqual([]);
    expect(await answers(ada, 'changed(id: 1)')).toEqual([1]);
  });

  it('[SEC-195] are checked when they begin, and each event where `filter` asks', async () => {
    expect(await answers(connect(ADA), 'own')).toEqual([1]);
    expect(await answers(connect(GRACE), 'own')).toEqual([2]);
    expect(await answers(connect(null), 'own')).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(subscribed()).toEqual(['own', 'own']);
  });

  it('do not mix, on one socket or on several', async () => {
    const [ada, grace] = [connect(ADA), connect(GRACE)];
    const fields = ['changed(id: 1)', 'changed(id: 2)', 'own', 'everything'];
    const received = await Promise.all(
      [ada, grace].map((client) => Promise.all(fields.map((field) => answers(client, field)))),
    );
    const refused = [expect.objectContaining({ message: 'You are not allowed to do this.' })];
    expect(received).toEqual([
      [[1], refused, [1], [1, 2]],
      [refused, [2], [2], [1, 2]],
    ]);
  });

  it('show rules the arguments, and the connection in place of a request', async () => {
    expect(await answers(connect(ADA), 'asked(word: "yes")')).toEqual([1, 2]);
    expect(await answers(connect(ADA), 'asked(word: "no")')).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('tell nothing of a rule that breaks, and leave the socket open', async () => {
    const ada = connect(ADA);
    expect(JSON.stringify(await answers(ada, 'broken'))).not.toMatch(/hunter2|IsBroken/);
    expect(await answers(ada, 'closed')).toEqual([1, 2]);
  });
});
