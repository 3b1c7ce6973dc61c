import type { ExecutionContext } from '@nestjs/common';
import type { Caller, UserModel } from './caller.js';
import type { ContextSource, Transport } from './transport-reader.js';

/**
 * The question that a permission answers: who wants to do what.
 * @typeParam U the application's user
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rules that do not care for the user's type stay short
export class PermissionContext<U = any> {
  // private to the language, as no rule may change who the next one sees
  readonly #caller: Caller;
  readonly #model: UserModel;
  readonly #source: ContextSource;
  readonly #action: string;
  readonly #execution: ExecutionContext | undefined;

  /**
   * @internal
   * @param execution what the source reads; none for a source outside of a request
   */
  constructor(caller: Caller, model: UserModel, source: ContextSource, action: string, execution?: ExecutionContext) {
    this.#caller = caller;
    this.#model = model;
    this.#source = source;
    this.#action = action;
    this.#execution = execution;
    // nor leave anything on it for the next one
    Object.freeze(this);
  }

  /** The authenticated user, or `null` for every kind of anonymous caller. */
  get user(): U | null {
    return this.#caller.user as U | null;
  }

  /** The id of the user, as the option `getUserId` finds it; `undefined` for an anonymous caller. */
  get userId(): unknown {
    return this.#caller.userId;
  }

  /** Whether the user is an administrator in the sense of the option `isAdmin`. */
  get isAdmin(): boolean {
    return this.#caller.user !== null && this.#model.isAdmin(this.#caller.user);
  }

  /** The name of the handler's method, such as `update`. Empty where there is no handler. */
  get action(): string {
    return this.#action;
  }

  /** How the handler was reached; `undefined` outside of any request. */
  get transport(): Transport | undefined {
    return this.#source.transport;
  }

  /**
   * The framework's request.
   * @throws Error outside of any request
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- its type is the adapter's
  get request(): any {
    return this.#source.request(this.#execution as ExecutionContext);
  }

  /**
   * The HTTP method in upper case.
   * @throws Error where no handler supplies it
   */
  get method(): string {
    return this.#source.method(this.#execution as ExecutionContext);
  }

  /**
   * The route's parameters, as the client sent them.
   * @throws Error outside of any request
   */
  get params(): Readonly<Record<string, unknown>> {
    return this.#source.params(this.#execution as ExecutionContext);
  }
}
