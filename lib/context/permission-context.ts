import type { ExecutionContext } from '@nestjs/common';
import type { Caller, UserModel } from './caller.js';
import { AskedRights } from './rights.js';
import type { ContextSource, Transport } from './transport-reader.js';

/** What is asked: who wants to do what, and where to read the rest. No rule gets hold of it. */
export interface Question {
  readonly caller: Caller;
  readonly model: UserModel;
  readonly source: ContextSource;
  /** The name of the handler's method; empty where there is no handler. */
  readonly action: string;
  /** What the source reads; none for a source outside of a request. */
  readonly execution: ExecutionContext | undefined;
  /** What the user was asked for so far, by whichever rule. */
  rights: AskedRights | undefined;
}

/**
 * The question that a permission answers: who wants to do what. Every rule is given a context of its own, so that none
 * finds what another one left; this is cheaper than to freeze one for all.
 * @typeParam U the application's user
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rules that do not care for the user's type stay short
export class PermissionContext<U = any> {
  // private to the language, as no rule may change who the next one sees
  readonly #question: Question;

  /** @internal */
  constructor(question: Question) {
    this.#question = question;
  }

  /** The authenticated user, or `null` for every kind of anonymous caller. */
  get user(): U | null {
    return this.#question.caller.user as U | null;
  }

  /** The id of the user, as the option `getUserId` finds it; `undefined` for an anonymous caller. */
  get userId(): unknown {
    return this.#question.caller.userId;
  }

  /** Whether the user is an administrator in the sense of the option `isAdmin`. */
  get isAdmin(): boolean {
    const { caller, model } = this.#question;
    return caller.user !== null && model.isAdmin(caller.user);
  }

  /** The name of the handler's method, such as `update`, or the one that `@PermissionAction()` gives it. Empty where there is no handler. */
  get action(): string {
    return this.#question.action;
  }

  /** How the handler was reached; `undefined` outside of any request. */
  get transport(): Transport | undefined {
    return this.#question.source.transport;
  }

  /**
   * The framework's request: that of HTTP, also below a GraphQL operation (the GraphQL context where there is none), the socket of
   * a WebSocket message, the context of a microservice's message.
   * @throws Error outside of any request
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- its type is the adapter's
  get request(): any {
    const { source, execution } = this.#question;
    return source.request(execution as ExecutionContext);
  }

  /**
   * The HTTP method in upper case. Outside of HTTP, `GET` for what only reads and `POST` for all else: GraphQL queries,
   * subscriptions and fields read; WebSocket and microservice messages do where `@PermissionAction({ safe: true })` says so.
   * @throws Error where no handler supplies it
   */
  get method(): string {
    const { source, execution } = this.#question;
    return source.method(execution as ExecutionContext);
  }

  /**
   * The route's parameters, as the client sent them; the arguments of a GraphQL field, the members of a message.
   * @throws Error outside of any request
   */
  get params(): Readonly<Record<string, unknown>> {
    const { source, execution } = this.#question;
    return source.params(execution as ExecutionContext);
  }

  /** @internal What request-scoped providers belong to; `undefined` outside of any request. */
  get origin(): object | undefined {
    const { source, execution } = this.#question;
    return source.origin(execution as ExecutionContext);
  }

  /**
   * Whether the user holds all of these codes, as the option `backend` knows it; an anonymous caller holds none. However
   * many rules ask, the backend is asked once for one set of codes and one object, and anew when the object is checked again.
   * @param object the object that they must be held for; without one, they are asked for the resource as a whole
   * @throws TypeError for no code, and for an answer of the backend that is neither `true` nor `false`; what the backend throws
   */
  hasPermissions(codes: readonly string[], object?: object): boolean | Promise<boolean> {
    const { user } = this.#question.caller;
    return user !== null && rightsOf(user, this.#question).hold(codes, object);
  }

  /**
   * @internal
   * The objects of a list for which the user holds all of these codes.
   */
  permittedObjects(codes: readonly string[], resource: unknown): unknown {
    const { user } = this.#question.caller;
    return user !== null && rightsOf(user, this.#question).where(codes, resource);
  }
}

// no private method: each context would carry the mark of it
function rightsOf(user: object, question: Question): AskedRights {
  return (question.rights ??= new AskedRights(user, question.model.rights));
}
