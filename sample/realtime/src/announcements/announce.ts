import { ClientProxyFactory, Transport } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Announcement } from './announcements.controller.js';

// what another service would do: EVENTS_PORT=... TOKEN=... node announce.js 'Tea is ready.'
const { EVENTS_PORT, TOKEN: token = '' } = process.env;
const client = ClientProxyFactory.create({ transport: Transport.TCP, options: { port: Number(EVENTS_PORT) } });
const announcement: Announcement = { token, text: process.argv[2] ?? 'Hello.' };
await lastValueFrom(client.emit('announcement', announcement));
await client.close();
