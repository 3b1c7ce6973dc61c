import type { INestApplication, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { AppModule } from './app.module.js';

/** The whole application, not listening yet: `main.ts` and the tests start from here. */
export async function createApp(eventsPort: number, options: NestApplicationOptions = {}): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, { abortOnError: false, ...options });
  app.useWebSocketAdapter(new WsAdapter(app));
  // without `inheritAppConfig` no global guard would run for events; the application would not start
  app.connectMicroservice(
    { transport: Transport.TCP, options: { host: '127.0.0.1', port: eventsPort } },
    { inheritAppConfig: true },
  );
  app.enableShutdownHooks();
  return app;
}
