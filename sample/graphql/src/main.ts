import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { PermissionsAuditor } from 'nestjs-permissions';
import { AppModule } from './app.module.js';
import { fieldTable } from './field-table.js';
import { firstSteps } from './first-steps.js';

const app = await NestFactory.create(AppModule, { logger: ['warn', 'error', 'fatal'] });
app.enableShutdownHooks();
await app.listen(Number(process.env['PORT'] ?? 3000));
const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
const address = `http://localhost:${port}/graphql`;
console.log(`${fieldTable(app.get(PermissionsAuditor).audit())}\n`);
console.log(`GraphQL listens on ${address}; a browser gets GraphiQL there.\n\n${firstSteps(address)}`);
