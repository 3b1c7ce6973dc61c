// The server of one contender on Fastify, for requests over the loopback device. Says its port, and its CPU time when asked.
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import process from 'node:process';
import { route } from '../harness/route.mjs';
import { user } from '../harness/users.mjs';
import { scenarios } from '../scenarios/index.mjs';

const [scenario, contender, build] = process.argv.slice(2);
const library = build === undefined ? undefined : await import(`${build}/index.js`);
const module = route(scenarios[scenario].contenders[contender](library));

const app = await NestFactory.create(module, new FastifyAdapter(), { logger: ['error', 'fatal'] });
const fastify = app.getHttpAdapter().getInstance();
// stands for authentication, which is in no number
fastify.addHook('onRequest', (request, _reply, done) => {
  request.user = user();
  done();
});
await app.listen(0, '127.0.0.1');

process.on('message', () => {
  const { user: used, system } = process.cpuUsage();
  process.send(used + system);
});
process.send(app.getHttpServer().address().port);
