import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PermissionsAuditor } from 'nestjs-permissions';
import { Sessions } from './auth/sessions.js';
import { createApp } from './create-app.js';

const app = await createApp(Number(process.env['EVENTS_PORT'] ?? 3003), { logger: ['warn', 'error', 'fatal'] });
await app.listen(Number(process.env['PORT'] ?? 3000));
await app.startAllMicroservices();

for (const { transport, method, paths, permissions } of app.get(PermissionsAuditor).audit().handlers) {
  console.log(`${transport.padEnd(5)} ${method.padEnd(8)} ${paths.join(', ').padEnd(13)} ${permissions}`);
}
const { port: eventsPort } = app.getMicroservices()[0]?.unwrap<{ address(): AddressInfo }>().address() ?? { port: 0 };
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
const token = app.get(Sessions, { strict: false }).begin({ id: 100, name: 'ops', scopes: ['announce'] });
console.log(`
The chat listens on http://localhost:${port}: open it in two windows, as ada and as grace.
What another service announces, everybody hears:

  EVENTS_PORT=${eventsPort} TOKEN=${token} \\
    node dist-sample/sample/realtime/src/announcements/announce.js 'Tea is ready.'
`);
