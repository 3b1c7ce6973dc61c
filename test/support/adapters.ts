import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import type { ModuleMetadata } from '@nestjs/common';

/** Starts an application of these parts; `adjust` runs before it is compiled, `configure` before it is initialised. */
export type Boot = (
  metadata: ModuleMetadata,
  options?: {
    adjust?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
    configure?: (app: INestApplication) => void;
  },
) => Promise<INestApplication>;

const ADAPTERS = {
  Express: () => new ExpressAdapter(),
  Fastify: () => new FastifyAdapter(),
} as const;

/** Runs the same tests over Express and over Fastify. Applications that a test started are closed after it. */
export function onEveryAdapter(title: string, tests: (boot: Boot) => void): void {
  onAdapters(ADAPTERS, title, tests);
}

/** Runs the same tests over each of these adapters. Applications that a test started are closed after it. */
export function onAdapters(
  adapters: Readonly<Record<string, () => ExpressAdapter | FastifyAdapter>>,
  title: string,
  tests: (boot: Boot) => void,
): void {
  describe.each(Object.entries(adapters))(`${title} (%s)`, (_name, makeAdapter) => {
    const started: INestApplication[] = [];
    afterEach(async () => {
      for (const app of started.splice(0)) await app.close();
    });

    tests(
      async (metadata, { adjust = (builder: TestingModuleBuilder) => builder, configure = () => undefined } = {}) => {
        const adapter = makeAdapter();
        const moduleRef = await adjust(Test.createTestingModule(metadata)).compile();
        const app = moduleRef.createNestApplication(adapter as ExpressAdapter, { logger: false });
        started.push(app);
        configure(app);
        await app.init();
        if (adapter instanceof FastifyAdapter) await adapter.getInstance().ready();
        return app;
      },
    );
  });
}
