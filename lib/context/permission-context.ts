import type { Caller, UserModel } from './caller.js';
import type { Transport } from './transport-reader.js';

/** Where a context reads what only a request knows. */
export interface ContextSource {
  readonly transport: Transport | undefined;
  request(): object;
  method(): string;
  params(): Readonly<Record<string, unknown>>;
}

/**
 * The question that a permission answers: who wants to do what.
 * @typeParam U the application's user
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rules that do not care for the user's type stay short
export class PermissionContext<U = any> {
  /** The authenticated user, or `null` for every kind of anonymous caller. */
  readonly user: U | null;

  /** @internal */
  constructor(
    private readonly caller: Caller,
    private readonly model: UserModel,
    private readonly source: ContextSource,
    /** The name of the handler's method, such as `update`. Empty where there is no handler. */
    readonly action: string,
  ) {
    this.user = caller.user as U | null;
    // no rule may change who the next one sees
    Object.freeze(this);
  }

  /** The id of the user, as the option `getUserId` finds it; `undefined` for an anonymous caller. */
  get userId(): unknown {
    return this.caller.userId;
  }

  /** Whether the user is an administrator in the sense of the option `isAdmin`. */
  get isAdmin(): boolean {
    return this.caller.user !== null && this.model.isAdmin(this.caller.user);
  }

  /** How the handler was reached; `undefined` outside of any request. */
  get transport(): Transport | undefined {
    return this.source.transport;
  }

  /**
   * The framework's request.
   * @throws Error outside of any request
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- its type is the adapter's
  get request(): any {
    return this.source.request();
  }

  /**
   * The HTTP method in upper case.
   * @throws Error where no handler supplies it
   */
  get method(): string {
    return this.source.method();
  }

  /**
   * The route's parameters, as the client sent them.
   * @throws Error outside of any request
   */
  get params(): Readonly<Record<string, unknown>> {
    return this.source.params();
  }
}
