import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** Routers that read one path in different ways: the default ones, and their strictest and most lenient settings. */
export const ROUTERS: Readonly<Record<string, () => ExpressAdapter | FastifyAdapter>> = {
  Express: () => new ExpressAdapter(),
  'Express, strict': () => {
    const adapter = new ExpressAdapter();
    for (const setting of ['strict routing', 'case sensitive routing', 'trust proxy']) adapter.set(setting, true);
    return adapter;
  },
  Fastify: () => new FastifyAdapter(),
  'Fastify, lenient': () =>
    new FastifyAdapter({
      routerOptions: {
        caseSensitive: false,
        ignoreDuplicateSlashes: true,
        ignoreTrailingSlash: true,
        ...{ useSemicolonDelimiter: true },
      },
    }),
};
