import { AbstractHttpAdapter } from '@nestjs/core';

/** The response of the adapter below: what was answered, and nothing of HTTP. */
export class NullResponse {
  status = 200;
  headers = undefined;
  body = undefined;
  onReply = undefined;
}

/** An HTTP adapter without HTTP: Nest does all that it does for a request, and nobody else does anything. */
export class NullAdapter extends AbstractHttpAdapter {
  routes = new Map();

  constructor() {
    super({});
    for (const method of ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all']) {
      this[method] = (path, handler) => this.routes.set(`${method.toUpperCase()} ${path}`, handler);
    }
  }

  /** The function that Nest registered for a route, as an HTTP framework would call it. */
  handlerOf(route) {
    const handler = this.routes.get(route);
    if (handler === undefined) throw new Error(`No route ${route} among ${[...this.routes.keys()].join(', ')}`);
    return handler;
  }

  reply(response, body, status) {
    if (status !== undefined) response.status = status;
    response.body = body;
    response.onReply?.();
  }

  status(response, status) {
    response.status = status;
  }

  setHeader(response, name, value) {
    response.headers ??= {};
    response.headers[name] = value;
  }

  isHeadersSent() {
    return false;
  }

  getType() {
    return 'null';
  }

  initHttpServer() {
    this.httpServer = { once() {}, on() {}, removeListener() {}, address: () => null };
  }

  getRequestMethod(request) {
    return request.method;
  }

  getRequestUrl(request) {
    return request.url;
  }

  normalizePath(path) {
    return path;
  }

  use() {}
  close() {}
  registerParserMiddleware() {}
  setNotFoundHandler() {}
  setErrorHandler() {}
}
