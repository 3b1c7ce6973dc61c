import { IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { INestApplication } from '@nestjs/common';
import { onEveryAdapter } from '../support/adapters.js';
import { CONTROLLERS, footprints, startRoutes, USER_HEADER } from './fixtures/routes.js';

/** Hands a request to the server that no client has sent, as adapters of serverless platforms do. */
async function dispatch(app: INestApplication, headers: Readonly<Record<string, string>>): Promise<number> {
  const connection = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => {
      done();
    },
  }) as Socket;
  const request = Object.assign(new IncomingMessage(connection), { method: 'GET', url: '/users/me', headers });
  const response = new ServerResponse(request);
  response.assignSocket(connection);
  const ended = new Promise((resolve) => response.once('finish', resolve));
  (app.getHttpServer() as Server).emit('request', request, response);
  request.push(null);
  await ended;
  return response.statusCode;
}

onEveryAdapter('What comes from inside', (boot) => {
  it('[SEC-080] is guarded when it is dispatched as a request', async () => {
    const app = await startRoutes(boot);
    expect(await dispatch(app, { 'x-probe': '1' })).toBe(401);
    expect([footprints.asked, footprints.entered]).toEqual([['1 me'], []]);
    const [name = '', user = ''] = USER_HEADER.split(': ');
    expect(await dispatch(app, { 'x-probe': '2', [name]: user })).toBe(200);
    expect(footprints.entered).toEqual(['2 me']);
  });

  it('[SEC-080] is no request when a method is called directly, which asks nobody', async () => {
    const app = await startRoutes(boot);
    const controller = app.get<{ me(request: unknown): string }>(CONTROLLERS[0] as never);
    expect(controller.me({ headers: { 'x-probe': 'direct' } })).toBe('me');
    expect([footprints.asked, footprints.entered]).toEqual([[], ['direct me']]);
  });
});
