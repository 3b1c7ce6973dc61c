import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.js';

const published = { id: 1, authorId: 1, published: true };
const draft = { id: 2, authorId: 2, published: false };

/** What is asked of the application, by whom, and what it must answer: the status, and the body or the code of a refusal. */
export const requests: readonly [request: string, user: string, status: number, answer: unknown][] = [
  ['GET /', 'nobody', 200, 'home'],
  ['GET /mine', 'nobody', 401, 'not_authenticated'],
  ['GET /mine', 'ann', 200, 'mine'],
  ['GET /articles', 'nobody', 200, [published]],
  ['GET /articles', 'bob', 200, [published, draft]],
  ['GET /articles', 'banned', 403, 'permission_denied'],
  ['POST /articles', 'nobody', 401, 'not_authenticated'],
  ['POST /articles', 'ann', 201, 'created'],
  ['GET /articles/1', 'nobody', 200, published],
  ['GET /articles/3', 'ann', 404, 'not_found'],
  ['PATCH /articles/2', 'bob', 200, draft],
  ['PATCH /articles/2', 'ann', 403, 'not_author'],
  ['DELETE /articles/1', 'ann', 403, 'permission_denied'],
  ['DELETE /articles/1', 'admin', 200, 'deleted'],
];

export interface RunningApp {
  ask(request: string, user: string): Promise<[status: number, answer: unknown]>;
  stop(): Promise<void>;
}

/** The application, listening on a free port. */
export async function start(): Promise<RunningApp> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'], abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    ask: async (request, user) => {
      const [method, path] = request.split(' ') as [string, string];
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { 'x-user': user } });
      const text = await response.text();
      if (response.headers.get('content-type')?.includes('json') !== true) return [response.status, text];
      const body = JSON.parse(text) as { code?: string };
      return [response.status, body.code ?? body];
    },
    stop: () => app.close(),
  };
}
