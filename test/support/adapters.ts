import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import type { ModuleMetadata } from '@nestjs/common';

interface BootOptions {
  /** Runs before the application is compiled. */
  readonly adjust?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** Runs before it is initialised. */
  readonly configure?: (app: INestApplication) => void;
}

/** Starts an application of these parts. */
export type Boot = (metadata: ModuleMetadata, options?: BootOptions) => Promise<INestApplication>;

type MakeAdapter = () => ExpressAdapter | FastifyAdapter;

const ADAPTERS: Readonly<Record<string, MakeAdapter>> = {
  Express: () => new ExpressAdapter(),
  Fastify: () => new FastifyAdapter(),
};

/** Runs the same tests over Express and over Fastify. Applications that a test started are closed after it. */
export function onEveryAdapter(title: string, tests: (boot: Boot) => void): void {
  onAdapters(ADAPTERS, title, tests);
}

/** Runs the same tests over each of these adapters. Applications that a test started are closed after it. */
export function onAdapters(
  adapters: Readonly<Record<string, MakeAdapter>>,
  title: string,
  tests: (boot: Boot) => void,
): void {
  describe.each(Object.entries(adapters))(`${title} (%s)`, (_name, makeAdapter) => {
    const started: INestApplication[] = [];
    afterEach(async () => {
      for (const app of started.splice(0)) await app.close();
    });

    tests((metadata, options) => start(makeAdapter(), metadata, started, options));
  });
}

/** Runs the same tests over Express and over Fastify, on one application of these parts that all of them share. */
export function onEveryRunningAdapter(
  title: string,
  metadata: ModuleMetadata,
  tests: (app: () => INestApplication) => void,
): void {
  describe.each(Object.entries(ADAPTERS))(`${title} (%s)`, (_name, makeAdapter) => {
    let app: INestApplication;
    beforeAll(async () => {
      app = await start(makeAdapter(), metadata);
    });
    afterAll(() => app.close());

    tests(() => app);
  });
}

/** @param started where it is noted before it can fail, to be closed all the same */
async function start(
  adapter: ExpressAdapter | FastifyAdapter,
  metadata: ModuleMetadata,
  started: INestApplication[] = [],
  { adjust = (builder) => builder, configure = () => undefined }: BootOptions = {},
): Promise<INestApplication> {
  const moduleRef = await adjust(Test.createTestingModule(metadata)).compile();
  const app = moduleRef.createNestApplication(adapter as ExpressAdapter, { logger: false });
  started.push(app);
  configure(app);
  await app.init();
  if (adapter instanceof FastifyAdapter) await adapter.getInstance().ready();
  return app;
}
