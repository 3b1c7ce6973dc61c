import type { AbstractHttpAdapter } from '@nestjs/core';

const FASTIFY_OPTIONS = 'fastify.options';

/** Whether Express or Fastify is told to believe forwarded addresses. */
export function trustsProxies(adapter: AbstractHttpAdapter): boolean {
  const instance = adapter.getInstance<Readonly<Record<string | symbol, unknown>>>();
  const { settings } = instance as { readonly settings?: Readonly<Record<string, unknown>> };
  const fastify = Object.getOwnPropertySymbols(instance).find(({ description }) => description === FASTIFY_OPTIONS);
  const options = fastify && (instance[fastify] as { readonly trustProxy?: unknown });
  return Boolean(settings?.['trust proxy'] ?? options?.trustProxy);
}
