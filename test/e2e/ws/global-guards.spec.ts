import {
  type CanActivate,
  type INestApplication,
  Injectable,
  type Provider,
  Scope,
  type Type,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { Test } from '@nestjs/testing';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import {
  AllowAny,
  auditModule,
  Permissions,
  PermissionsAuditor,
  PermissionsGuard,
  PermissionsModule,
} from '../../../lib/index.js';
import { MessageAuthentication, Sessions } from '../../support/message-authentication.js';
import { connectWs, portOf, sendExceptions } from '../../support/socket-clients.js';
import { problemsOf } from '../../support/startup.js';

class Gateway {
  handleConnection(client: object): void {
    sendExceptions(client);
  }

  @SubscribeMessage('closed')
  closed(): unknown {
    return { event: 'done', data: 'closed' };
  }
}

@WebSocketGateway()
class BareGateway extends Gateway {}

@WebSocketGateway()
@UseGuards(MessageAuthentication, PermissionsGuard)
class BoundGateway extends Gateway {}

@WebSocketGateway()
@Permissions(AllowAny)
class OpenGateway {
  @SubscribeMessage('open')
  open(): unknown {
    return { event: 'done', data: 'open' };
  }
}

@Injectable()
class Counts implements CanActivate {
  static runs = 0;
  canActivate(): boolean {
    Counts.runs += 1;
    return true;
  }
}

describe('global guards and gateways', () => {
  const started: INestApplication[] = [];
  afterEach(async () => {
    for (const app of started.splice(0)) await app.close();
  });

  async function start(providers: Provider[], ...modules: ReturnType<typeof PermissionsModule.forRoot>[]) {
    const moduleRef = await Test.createTestingModule({ imports: modules, providers }).compile();
    const app = moduleRef.createNestApplication({ logger: false });
    started.push(app);
    app.useWebSocketAdapter(new WsAdapter(app));
    await app.listen(0);
    return app;
  }

  async function ask(app: INestApplication, event: string, data: unknown = {}) {
    const socket = await connectWs(portOf(app), null);
    const answer = await socket.ask(event, data);
    socket.close();
    return answer;
  }

  let reached: boolean;
  beforeAll(async () => {
    const app = await start([OpenGateway, { provide: APP_GUARD, useClass: Counts }]);
    await ask(app, 'open');
    // Nest 12 runs them for gateways, Nest 11 does not
    reached = Counts.runs > 0;
  });

  const authentication = [Sessions, { provide: APP_GUARD, useClass: MessageAuthentication }];

  it('guard a gateway where Nest runs them for it; elsewhere the application does not start', async () => {
    const starting = start([BareGateway, ...authentication], PermissionsModule.forRoot());
    if (!reached) {
      expect(await problemsOf(starting)).toEqual([
        'BareGateway.closed: Nest 11 runs no global guard for gateways, PermissionsGuard and authentication included. ' +
          'Bind them on the class: @UseGuards(…, PermissionsGuard). [guard-missing]',
      ]);
      return;
    }
    const app = await starting;
    app.get(Sessions).signIn('ada', { id: 1 });
    expect(await ask(app, 'closed')).toMatchObject(['exception', { statusCode: 401 }]);
    expect(await ask(app, 'closed', { token: 'ada' })).toEqual(['done', 'closed']);
    expect(app.get(PermissionsAuditor).audit().handlers).toMatchObject([{ action: 'closed', guarded: true }]);
  });

  it('need not be there for a gateway that is open to everybody', async () => {
    const app = await start([OpenGateway], PermissionsModule.forRoot());

    expect(await ask(app, 'open')).toEqual(['done', 'open']);
  });

  it('are replaced on the class by authentication and ours, in this order', async () => {
    const starting = start([BoundGateway, Sessions], PermissionsModule.forRoot());
    if (reached) {
      const [problem] = await problemsOf(starting);
      expect(problem).toMatch(/^BoundGateway\.closed: MessageAuthentication runs after PermissionsGuard/);
      return;
    }
    const app = await starting;
    app.get(Sessions).signIn('ada', { id: 1 });
    expect(await ask(app, 'closed')).toMatchObject(['exception', { statusCode: 401 }]);
    expect(await ask(app, 'closed', { token: 'ada' })).toEqual(['done', 'closed']);
  });

  it('are looked for anew by every application with the same gateway, also by two that start at once', async () => {
    const bind = (type: Type): Promise<readonly string[] | INestApplication> =>
      start([type, Sessions], PermissionsModule.forRoot({ globalGuard: false, audit: 'warn' }));
    await Promise.all([bind(BoundGateway), bind(BoundGateway), bind(BareGateway)]);

    const outcomes = await Promise.allSettled([1, 2].map(() => start([BareGateway], PermissionsModule.forRoot())));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(2).fill(reached ? 'fulfilled' : 'rejected'));
  });

  it('[SEC-191] do not start as permission guards that are made for each request, which no gateway would be asked of', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class OurGuard extends PermissionsGuard {}
    const starting = start(
      [BareGateway, { provide: APP_GUARD, useClass: OurGuard }],
      PermissionsModule.forRoot({ globalGuard: false, audit: 'off' }),
    );

    expect(await problemsOf(starting)).toEqual([
      'OurGuard is made for each request, and Nest runs such a global guard for no gateway. Make it a singleton.',
    ]);
  });

  it('[SEC-192] are not there when a client connects, which the audit notes of every gateway', async () => {
    class AppModule {}
    const { findings, handlers } = await auditModule({
      module: AppModule,
      imports: [PermissionsModule.forRoot()],
      providers: [OpenGateway, BareGateway],
    });

    expect(findings.map(({ code, severity, where }) => [severity, code, where])).toEqual(
      expect.arrayContaining([
        ['note', 'open-connection', 'BareGateway'],
        ['note', 'open-connection', 'OpenGateway'],
      ]),
    );
    expect(
      handlers.map(({ transport, method, paths, permissions }) => [transport, method, paths, permissions]),
    ).toEqual([
      ['ws', 'MESSAGE', ['closed'], 'IsAuthenticated'],
      ['ws', 'MESSAGE', ['open'], 'AllowAny'],
    ]);
  });
});
