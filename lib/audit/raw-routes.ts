import { SAFE_METHODS } from '../context/safe-methods.js';
import type { ExploredHandler } from './handler-explorer.js';

/** As the router of Express lists a route. */
interface Layer {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
}

/**
 * Routes that write and that no controller owns, because something registered them on the HTTP adapter itself. Only Express
 * lists its routes. Those that only read are most often documentation and health checks; those of all methods, and those
 * with a wildcard, cannot be told from Nest's middleware.
 */
export function rawRoutes(
  adapter: { getInstance(): unknown } | null | undefined,
  handlers: readonly ExploredHandler[],
): readonly string[] {
  const owned = new Set(handlers.flatMap(({ paths }) => paths.map(withoutEnd)));
  return layersOf(adapter?.getInstance()).flatMap(({ route }) => {
    if (route === undefined || typeof route.path !== 'string') return [];
    const { path, methods } = route;
    if (path.includes('*') || owned.has(withoutEnd(path))) return [];
    return Object.keys(methods)
      .map((method) => method.toUpperCase())
      .filter((method) => method !== '_ALL' && !SAFE_METHODS.has(method))
      .map((method) => `${method} ${path}`);
  });
}

// Express 4 has `_router`, and throws for `router`; Express 5 has a `router`, which is a function; others have neither
function layersOf(instance: unknown): readonly Layer[] {
  const express = Object(instance) as { _router?: unknown; router?: unknown };
  const { stack } = Object(express._router ?? express.router) as { stack?: unknown };
  return Array.isArray(stack) ? (stack as Layer[]) : [];
}

function withoutEnd(path: string): string {
  return path.replace(/\/$/, '');
}
