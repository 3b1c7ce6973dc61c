import {
  type CallHandler,
  type ExecutionContext,
  type INestApplication,
  Injectable,
  type NestInterceptor,
  ParseIntPipe,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { map, type Observable } from 'rxjs';
import { LoadedObject, LoadObject, PermissionAction, PermissionsGuard, PermissionsModule } from '../../../lib/index.js';
import { MessageAuthentication, Sessions } from '../../support/message-authentication.js';
import { portOf, sendExceptions, SOCKET_ADAPTERS, type SocketClient } from '../../support/socket-clients.js';
import { addHandlers, itAnswersAsTheTableSays, Notes, PERSONAS } from '../../support/truth-table.js';

/** Sends what a handler answers as a message of its own. */
@Injectable()
class AsMessage implements NestInterceptor {
  intercept(_execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ event: 'answer', data })));
  }
}

// bound by hand, as Nest 11 runs no global guard for gateways
@WebSocketGateway()
@UseGuards(MessageAuthentication, PermissionsGuard)
@UseInterceptors(AsMessage)
class TruthGateway {
  handleConnection(client: object): void {
    sendExceptions(client);
  }
}

addHandlers(TruthGateway, ({ name, kind }) => {
  // a message writes, unless it says that it reads
  if (kind === 'write') return [SubscribeMessage(name)];
  const reads = [SubscribeMessage(name), PermissionAction({ safe: true })];
  if (kind === 'read') return reads;
  LoadedObject()(TruthGateway.prototype, name, 0);
  return [...reads, LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })];
});

describe.each(SOCKET_ADAPTERS)('gateways ($name)', ({ adapterFor, connect }) => {
  let app: INestApplication;
  let socket: SocketClient;
  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [PermissionsModule.forRoot({ globalGuard: false })],
      providers: [TruthGateway, Notes, Sessions],
    }).compile();
    app = moduleRef.createNestApplication({ logger: false });
    app.useWebSocketAdapter(adapterFor(app));
    await app.listen(0);
    for (const [who, user] of Object.entries(PERSONAS)) if (user !== null) app.get(Sessions).signIn(who, user);
    socket = await connect(portOf(app), null);
  });
  afterAll(async () => {
    socket.close();
    await app.close();
  });

  // one socket for all of them: whoever asked before is nobody for the next message
  itAnswersAsTheTableSays(async (who, { name }, id) => {
    const [event, data] = await socket.ask(name, { token: who, id });
    return event === 'exception' ? (data as { code: string }).code : (data as string);
  });
});
