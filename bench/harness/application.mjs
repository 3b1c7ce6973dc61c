import { NestFactory } from '@nestjs/core';
import { NullAdapter, NullResponse } from './null-adapter.mjs';

class NullRequest {
  constructor({ method = 'GET', id = '7', user }) {
    this.method = method;
    this.url = `/things/${id}`;
    this.headers = {};
    this.params = { id };
    this.query = {};
    this.user = user;
  }
}

/** Starts the application of a contender, and answers what sends a request to its one route. */
export async function start(module) {
  const adapter = new NullAdapter();
  const app = await NestFactory.create(module, adapter, { logger: ['error', 'fatal'], abortOnError: false });
  await app.init();
  const handler = adapter.handlerOf('GET /things/:id');
  return {
    app,
    async send(asked, onReply) {
      const response = new NullResponse();
      response.onReply = onReply;
      await handler(new NullRequest(asked), response, undefined);
      return response;
    },
  };
}
