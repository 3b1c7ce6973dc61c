import type { ContextSource } from './transport-reader.js';

/** What rules may read of a request where there is none; what is not given throws. */
export interface Circumstances {
  /** The HTTP method in upper case; that of the route goes before it. */
  readonly method?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** Stands for the framework's request. */
  readonly request?: object | undefined;
}

/** A context source for questions that are asked outside of any request, in a queue worker for example. */
export class DetachedSource implements ContextSource {
  readonly transport = undefined;

  /**
   * @param routeMethod the HTTP method of the handler that is asked about, where there is one
   * @param given what stands for the rest of a request
   */
  constructor(
    private readonly routeMethod: string | undefined,
    private readonly given: Circumstances = {},
  ) {}

  request(): object {
    return this.given.request ?? unavailable('request');
  }

  method(): string {
    return this.routeMethod ?? this.given.method ?? unavailable('method');
  }

  origin(): undefined {
    return undefined;
  }

  params(): Readonly<Record<string, unknown>> {
    return this.given.params ?? unavailable('params');
  }
}

function unavailable(property: string): never {
  throw new Error(
    `There is no \`context.${property}\` outside of a request. ` +
      "Let the rule read the user or the object, or ask about `{ controller, action }`, which supplies the route's method " +
      'and takes `params` and a `request` of your own.',
  );
}
