import type { ExploredHandler } from '../../../lib/audit/handler-explorer.js';
import { rawRoutes } from '../../../lib/audit/raw-routes.js';

const handlers = [{ paths: ['/posts'] }] as unknown as readonly ExploredHandler[];
const stack = [
  { name: 'middleware' },
  ...['/posts/', '/hook', '/files/*path', /regular/].map((path) => ({
    route: { path, methods: { get: true, post: true, delete: true } },
  })),
  { route: { path: '/all', methods: { _all: true } } },
];
const of = (instance: unknown): readonly string[] => rawRoutes({ getInstance: () => instance }, handlers);

describe('the routes that no controller owns', () => {
  it('are read from Express 5, whose router is a function', () => {
    expect(of({ router: Object.assign(() => undefined, { stack }) })).toEqual(['POST /hook', 'DELETE /hook']);
  });

  it('are read from Express 4, which throws for its router', () => {
    const express = {
      _router: { stack },
      get router(): never {
        throw new Error("'app.router' is deprecated!");
      },
    };
    expect(of(express)).toEqual(['POST /hook', 'DELETE /hook']);
  });

  it.each([
    ['another adapter', {}],
    ['a router of another kind', { router: { stack: 'none' } }],
    ['nothing', undefined],
  ])('are not known of %s', (_title, instance) => {
    expect(of(instance)).toEqual([]);
  });

  it('are none where there is no adapter', () => {
    expect(rawRoutes(undefined, handlers)).toEqual([]);
  });
});
