// Prints what it costs to start an application with many routes on Fastify: CPU time, memory, and time of a request.
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import process from 'node:process';
import { handWritten } from '../contenders/hand-written.mjs';
import { isEditor } from '../contenders/rules.mjs';
import { decorate } from '../harness/route.mjs';

const [build, contender, routes] = process.argv.slice(2);
const library = contender.startsWith('ours') ? await import(`${build}/index.js`) : undefined;
const ROUTES_OF_A_CONTROLLER = 10;
const CONTROLLERS_OF_A_MODULE = 10;

/** What stands on every handler, and what the root module has. */
const authorization = {
  'no guard': () => ({ on: () => [] }),
  'hand-written'() {
    const { providers, on } = handWritten(isEditor);
    return { on: () => on, providers };
  },
  ours: () => oursWith({}),
  'ours, without the audit': () => oursWith({ audit: 'off' }),
};

function oursWith(options) {
  return {
    on: () => [library.Permissions(library.hasRole('editor'))],
    imports: [library.PermissionsModule.forRoot(options)],
  };
}

const { on, imports = [], providers = [] } = authorization[contender]();

function controller(number) {
  const names = Array.from({ length: ROUTES_OF_A_CONTROLLER }, (_, index) => `action${index}`);
  const target = class {};
  const handlers = {};
  for (const name of names) {
    target.prototype[name] = { [name]: () => 'ok' }[name];
    handlers[name] = [Get(name), ...on()];
  }
  return decorate(target, [Controller(`c${number}`)], handlers);
}

function moduleOf(controllers) {
  return decorate(class ThingsModule {}, [Module({ controllers })]);
}

const controllers = Array.from({ length: Number(routes) / ROUTES_OF_A_CONTROLLER }, (_, index) => controller(index));
const modules = [];
while (controllers.length > 0) modules.push(moduleOf(controllers.splice(0, CONTROLLERS_OF_A_MODULE)));
class AppModule {}
decorate(AppModule, [Module({ imports: [...imports, ...modules], providers })]);

globalThis.gc();
const heapBefore = process.memoryUsage().heapUsed;
const before = process.cpuUsage();
const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: ['error', 'fatal'] });
await app.init();
await app.getHttpAdapter().getInstance().ready();
const { user, system } = process.cpuUsage(before);
globalThis.gc();
const heap = process.memoryUsage().heapUsed - heapBefore;
await app.close();
console.log(JSON.stringify({ ms: (user + system) / 1000, heap }));
