import type { INestApplication } from '@nestjs/common';
import { type ClientProxy, ClientProxyFactory, Transport } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import request from 'supertest';
import { PermissionsAuditor } from 'nestjs-permissions';
import { Sessions } from '../../../sample/realtime/src/auth/sessions.js';
import { createApp } from '../../../sample/realtime/src/create-app.js';
import { LogRecorder } from '../../support/log-recorder.js';
import { openWs, portOf, type SocketClient } from '../../support/socket-clients.js';

describe('the chat', () => {
  let app: INestApplication;
  let services: ClientProxy;
  const logger = new LogRecorder();
  const sockets: SocketClient[] = [];

  beforeAll(async () => {
    app = await createApp(0, { logger });
    await app.listen(0);
    await app.startAllMicroservices();
    const { port } = app.getMicroservices()[0]!.unwrap<{ address(): { port: number } }>().address();
    services = ClientProxyFactory.create({ transport: Transport.TCP, options: { port } });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close();
  });
  afterAll(async () => {
    await services.close();
    await app.close();
  });

  async function enter(name: string): Promise<SocketClient> {
    const { body } = await request(app.getHttpServer() as never)
      .post('/sign-in')
      .send({ name })
      .expect(200);
    const socket = await openWs(portOf(app), `/chat?token=${(body as { token: string }).token}`);
    sockets.push(socket);
    return socket;
  }

  /** Waits until a socket has heard this. */
  async function heard(socket: SocketClient, event: string): Promise<void> {
    while (!socket.said.some(([said]) => said === event)) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Everything that a socket has heard, once it has heard the answer to a message of its own. */
  async function heardBy(socket: SocketClient): Promise<readonly (readonly [event: string, data: unknown])[]> {
    await Promise.all([heard(socket, 'rooms'), socket.ask('rooms')]);
    return socket.said.filter(([event]) => event !== 'rooms');
  }

  it('has a page, which is open to everybody', async () => {
    const { text } = await request(app.getHttpServer() as never)
      .get('/')
      .expect(200)
      .expect('Content-Type', /html/);
    expect(text).toContain('new WebSocket');
  });

  it('lets nobody in who is unknown', async () => {
    await request(app.getHttpServer() as never)
      .post('/sign-in')
      .send({ name: 'mallory' })
      .expect(401);
    const socket = await openWs(portOf(app), '/chat?token=forged');

    expect(await socket.untilClosed()).toEqual([['exception', expect.objectContaining({ code: 'not_authenticated' })]]);
  });

  it('lists the rooms that one may be in', async () => {
    expect(await (await enter('ada')).ask('rooms')).toEqual(['rooms', ['lobby', 'engines', 'compilers']]);
    expect(await (await enter('linus')).ask('rooms')).toEqual(['rooms', ['lobby']]);
  });

  it('lets those speak and hear who may be in a room', async () => {
    const [ada, grace, linus] = [await enter('ada'), await enter('grace'), await enter('linus')];
    const said = ['said', { room: 'compilers', by: 'ada', text: 'Hello.' }];

    expect(await ada.ask('say', { room: 'compilers', text: 'Hello.' })).toEqual(said);
    expect(await heardBy(grace)).toEqual([said]);
    expect(await heardBy(linus)).toEqual([]);
  });

  it('hides the rooms that one may not be in', async () => {
    const linus = await enter('linus');
    const missing = await linus.ask('say', { room: 'nowhere', text: 'Hello?' });

    expect(missing).toMatchObject(['exception', { statusCode: 404, code: 'not_found' }]);
    expect(await linus.ask('say', { room: 'engines', text: 'Hello?' })).toEqual(missing);
    expect(await linus.ask('say', { room: { $ne: null } })).toMatchObject(['exception', { statusCode: 400 }]);
  });

  it('lets the owner of a room, and nobody else, invite and remove', async () => {
    const [ada, linus] = [await enter('ada'), await enter('linus')];

    expect(await linus.ask('invite', { room: 'lobby', name: 'linus' })).toMatchObject([
      'exception',
      { statusCode: 404 },
    ]);
    expect(await ada.ask('invite', { room: 'engines', name: 'nobody' })).toMatchObject([
      'exception',
      { statusCode: 404 },
    ]);
    await ada.ask('invite', { room: 'engines', name: 'linus' });
    await heard(linus, 'invited');
    await ada.ask('remove', { room: 'engines', name: 'linus' });
    await ada.ask('say', { room: 'engines', text: 'He is gone.' });
    expect((await heardBy(linus)).map(([event]) => event)).toEqual(['exception', 'invited']);
    expect(await linus.ask('say', { room: 'engines', text: 'Am I?' })).toMatchObject([
      'exception',
      { statusCode: 404 },
    ]);
  });

  it('takes those who sign out for guests, on open sockets too', async () => {
    const [ada, grace] = [await enter('ada'), await enter('grace')];

    expect(await grace.ask('sign-out')).toEqual(['signed-out', null]);
    expect(await grace.ask('say', { room: 'lobby', text: 'Me again.' })).toMatchObject([
      'exception',
      { statusCode: 401, code: 'not_authenticated' },
    ]);
    await ada.ask('say', { room: 'lobby', text: 'She left.' });
    expect(grace.said.map(([event]) => event)).toEqual(['signed-out', 'exception']);
  });

  it('announces what a service may announce, and logs what it may not', async () => {
    const ada = await enter('ada');
    const token = app.get(Sessions, { strict: false }).begin({ id: 100, name: 'ops', scopes: ['announce'] });
    const forged = { text: 'Beware!', user: { id: 100, scopes: ['announce'] } };
    await lastValueFrom(services.emit('announcement', forged));
    await lastValueFrom(services.emit('announcement', { token, text: 'Tea is ready.' }));
    while (ada.said.length === 0) await new Promise((resolve) => setImmediate(resolve));

    expect(await heardBy(ada)).toEqual([['announcement', 'Tea is ready.']]);
    expect(logger.of('warn')).toContain('AnnouncementsController.announce: an event was refused: Sign in to do this.');
  });

  it('has nothing that the audit would complain about', () => {
    const { handlers, findings } = app.get(PermissionsAuditor).audit();

    expect(findings.map(({ severity, code }) => [severity, code])).toEqual([['note', 'open-connection']]);
    expect(handlers.every(({ guarded }) => guarded)).toBe(true);
  });
});
