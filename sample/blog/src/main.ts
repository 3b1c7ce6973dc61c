import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PermissionsAuditor } from 'nestjs-permissions';
import { createApp } from './create-app.js';
import { connection, SCHEMA } from './database/connection.js';
import { firstSteps } from './first-steps.js';
import { listQueries } from './list-queries.js';
import { routeTable } from './route-table.js';
import { startProblem } from './start-problem.js';

console.log(
  connection().type === 'postgres'
    ? `Database: PostgreSQL from DATABASE_URL; its schema ${SCHEMA}, and nothing else, is dropped and filled anew.`
    : 'Database: SQLite in memory (DATABASE_URL=postgres://... takes PostgreSQL instead).',
);

try {
  // what goes wrong before it listens is told below, and once
  const app = await createApp({ logger: ['warn', 'fatal'] });
  await app.listen(Number(process.env['PORT'] ?? 3000));
  app.useLogger(['warn', 'error', 'fatal']);
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  const address = `http://localhost:${port}`;
  console.log(`\n${routeTable(app.get(PermissionsAuditor).audit())}\n`);
  console.log(`${await listQueries(app, { id: 1, username: 'alice', isStaff: false })}\n`);
  console.log(`The blog listens on ${address}, its documentation is at ${address}/docs\n\n${firstSteps(address)}`);
} catch (error) {
  console.error(startProblem(error as NodeJS.ErrnoException));
  process.exit(1);
}
