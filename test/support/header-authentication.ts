import { type CanActivate, type ExecutionContext, type INestApplication, Injectable, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import request, { type Test } from 'supertest';

/** The header that carries the user of a test, as JSON. */
const HEADER = 'x-test-user';

/** Puts the user of the header on the request, as an authentication guard would; `null` without the header. */
@Injectable()
export class HeaderAuthGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const incoming = requestOf(execution);
    if (incoming === undefined) return true;
    const header = incoming.headers[HEADER];
    incoming.user = header === undefined ? null : (JSON.parse(header) as unknown);
    return true;
  }
}

interface Incoming {
  readonly headers: Record<string, string>;
  user?: unknown;
}

// messages and sockets have no headers: tests authenticate them by themselves
function requestOf(execution: ExecutionContext): Incoming | undefined {
  const type: string = execution.getType();
  if (type === 'graphql') {
    const { req } = execution.getArgByIndex<{ readonly req: Incoming | object }>(2);
    return 'headers' in req ? req : undefined;
  }
  return type === 'http' ? execution.getArgByIndex<Incoming>(0) : undefined;
}

/** Authentication for tests; import it before or after the permissions. */
@Module({ providers: [{ provide: APP_GUARD, useClass: HeaderAuthGuard }] })
export class HeaderAuthModule {}

/** The HTTP methods that a client of a test can send. */
type Verb = 'get' | 'head' | 'options' | 'post' | 'put' | 'patch' | 'delete' | 'search';

/** A client that sends every request as this user; `null` for a guest. */
export function as(app: INestApplication, user: unknown): Record<Verb, (path: string) => Test> {
  const send = (verb: Verb) => (path: string) => {
    const sent = request(app.getHttpServer() as never)[verb](path);
    return user === null ? sent : sent.set(HEADER, JSON.stringify(user));
  };
  return {
    get: send('get'),
    head: send('head'),
    options: send('options'),
    post: send('post'),
    put: send('put'),
    patch: send('patch'),
    delete: send('delete'),
    search: send('search'),
  };
}
