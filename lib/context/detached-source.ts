import type { ContextSource } from './transport-reader.js';

/** A context source for questions that are asked outside of any request, in a queue worker for example. */
export class DetachedSource implements ContextSource {
  readonly transport = undefined;

  /** @param routeMethod the HTTP method of the handler that is asked about, where there is one */
  constructor(private readonly routeMethod: string | undefined) {}

  request(): never {
    return unavailable('request');
  }

  method(): string {
    return this.routeMethod ?? unavailable('method');
  }

  params(): never {
    return unavailable('params');
  }
}

function unavailable(property: string): never {
  throw new Error(
    `There is no \`context.${property}\` outside of a request. ` +
      "Let the rule read the user or the object, or ask about `{ controller, action }`, which supplies the route's method.",
  );
}
