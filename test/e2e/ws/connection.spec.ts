import { type INestApplication, Injectable, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type GatewayMetadata, WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import {
  authorizeConnection,
  BasePermission,
  IsAdminUser,
  PermissionsModule,
  PermissionsService,
  type PermissionTarget,
} from '../../../lib/index.js';
import { RecordingLogger } from '../../support/recording-logger.js';
import { portOf, SOCKET_ADAPTERS, type SocketClient, userInAddress } from '../../support/socket-clients.js';

class Breaks extends BasePermission {
  hasPermission(): boolean {
    throw new Error('the password is secret');
  }
}

class Undecided extends BasePermission<{ id: number }> {
  hasObjectPermission(): boolean {
    return true;
  }
}

const TARGETS: Readonly<Record<string, PermissionTarget>> = {
  staff: IsAdminUser,
  broken: Breaks,
  undecided: Undecided,
  mistaken: { controller: Breaks as never, action: 'none' },
};

/** What went on in the gateways: who came to stay, and who was sent away. */
const seen: (readonly [path: string, stays: boolean])[] = [];

/** A gateway that asks who may connect to it. */
function gatewayAt(path: string, options: GatewayMetadata): Type {
  @WebSocketGateway(options)
  class Gateway {
    @WebSocketServer() readonly server: unknown;

    constructor(private readonly permissions: PermissionsService) {}

    async handleConnection(client: object, request?: { url: string }): Promise<void> {
      const target = TARGETS[path] ?? IsAdminUser;
      const stays = await authorizeConnection(this.permissions, client, target, userInAddress(client, request));
      seen.push([path, stays]);
    }
  }
  Injectable()(Gateway);
  return Gateway;
}

describe.each(SOCKET_ADAPTERS)('authorizeConnection() ($name)', ({ name, adapterFor, connect }) => {
  let app: INestApplication;
  const logger = new RecordingLogger();
  const clients: SocketClient[] = [];
  const arrive = async (path: string, user: unknown): Promise<SocketClient> => {
    const client = await connect(portOf(app), user, path);
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    const gateways = Object.keys(TARGETS).map((path) =>
      gatewayAt(path, name === 'ws' ? { path: `/${path}` } : { namespace: path }),
    );
    const moduleRef = await Test.createTestingModule({
      imports: [PermissionsModule.forRoot()],
      providers: gateways,
    }).compile();
    app = moduleRef.createNestApplication({ logger });
    app.useWebSocketAdapter(adapterFor(app));
    await app.listen(0);
  });
  afterEach(() => {
    seen.length = 0;
    logger.errors.length = 0;
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await app.close();
  });

  it('[SEC-192] lets stay who may', async () => {
    const administrator = await arrive('staff', { id: 1, isStaff: true });
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));

    expect(seen).toEqual([['staff', true]]);
    expect(administrator.isOpen()).toBe(true);
  });

  it.each([
    ['a guest', null, 401, 'not_authenticated'],
    ['a user', { id: 1 }, 403, 'permission_denied'],
  ])('[SEC-192] tells %s why, and disconnects', async (_who, user, statusCode, code) => {
    const client = await arrive('staff', user);

    expect(await client.untilClosed()).toEqual([['exception', expect.objectContaining({ statusCode, code })]]);
    expect(client.isOpen()).toBe(false);
    expect(seen).toEqual([['staff', false]]);
  });

  it.each([
    ['broken', /the password is secret|Breaks/],
    ['undecided', /depends on an object/],
    ['mistaken', /no handlers that are known/],
  ])('lets nobody stay where what is asked is %s, logs why, and tells nothing', async (path, logged) => {
    const client = await arrive(path, { id: 1, isStaff: true });

    expect(await client.untilClosed()).toEqual([['exception', { statusCode: 500, message: 'Internal server error' }]]);
    expect(seen).toEqual([[path, false]]);
    expect(logger.errors.join()).toMatch(logged);
  });

  it('closes a socket that cannot be told, and never throws, for nobody would catch it', async () => {
    let closed = 0;
    const fails = (): never => {
      throw new Error('the socket is gone');
    };
    const close = (): void => {
      closed++;
      fails();
    };
    const socket = name === 'ws' ? { send: fails, close } : { emit: fails, disconnect: close };

    expect(await authorizeConnection(app.get(PermissionsService), socket, IsAdminUser, { id: 1 })).toBe(false);
    expect(closed).toBe(1);
    expect(logger.errors.join()).toMatch(/the socket is gone.*the socket is gone/);
  });
});
