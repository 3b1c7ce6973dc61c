import { Controller, type INestMicroservice, ParseIntPipe } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { type ClientProxy, ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { lastValueFrom } from 'rxjs';
import { LoadedObject, LoadObject, PermissionAction, PermissionsModule } from '../../../lib/index.js';
import { MessageAuthentication, Sessions } from '../../support/message-authentication.js';
import { addHandlers, itAnswersAsTheTableSays, Notes, PERSONAS } from '../../support/truth-table.js';

@Controller()
class TruthController {}

addHandlers(TruthController, ({ name, kind }) => {
  // a message writes, unless it says that it reads
  if (kind === 'write') return [MessagePattern(name)];
  const reads = [MessagePattern(name), PermissionAction({ safe: true })];
  if (kind === 'read') return reads;
  LoadedObject()(TruthController.prototype, name, 0);
  return [...reads, LoadObject(Notes, (notes, { id }) => notes.find(id), { params: { id: ParseIntPipe } })];
});

describe('a microservice over TCP', () => {
  let service: INestMicroservice;
  let client: ClientProxy;
  beforeAll(async () => {
    const moduleRef = await Test.createTestingModule({
      imports: [PermissionsModule.forRoot()],
      controllers: [TruthController],
      providers: [Notes, Sessions, { provide: APP_GUARD, useClass: MessageAuthentication }],
    }).compile();
    const host = '127.0.0.1';
    service = moduleRef.createNestMicroservice({ logger: false, transport: Transport.TCP, options: { host, port: 0 } });
    await service.listen();
    for (const [who, user] of Object.entries(PERSONAS)) if (user !== null) service.get(Sessions).signIn(who, user);
    const { port } = service.unwrap<{ address(): { port: number } }>().address();
    client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host, port } });
  });
  afterAll(async () => {
    await client.close();
    await service.close();
  });

  itAnswersAsTheTableSays((who, { name }, id) =>
    lastValueFrom(client.send<string>(name, { token: who, id })).catch(
      (refusal: unknown) => (refusal as { code: string }).code,
    ),
  );
});
