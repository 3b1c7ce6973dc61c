import type { Agent } from 'node:http';
import type { AuthZenEntity, AuthZenProperties } from './entity.js';

/** What is sent with every request, such as the token by which the decision point knows this application. */
export type AuthZenHeaders = Readonly<Record<string, string>>;

/** A code as AuthZEN puts it: an action on a type of resource. */
export interface AuthZenQuestion {
  readonly resource: string;
  readonly action: string;
}

/**
 * Options of `AuthZenBackend`.
 * @typeParam U the application's user
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the users of an application are its own type
export interface AuthZenBackendOptions<U extends object = any> {
  /** Where the decision point is, up to the paths of AuthZEN: `https://pdp.example.com`. */
  readonly url: string;
  /** Who asks. @default a `user` with the user's `id`, `sub`, `userId` or `_id`, and without properties */
  readonly subject?: (user: U) => AuthZenEntity;
  /**
   * What is asked about; asked once for each type of resource.
   * @default the object's `id` or `_id`, `*` where there is no object, and no properties
   */
  resource?(object: object | undefined, type: string): AuthZenEntity;
  /** How a code is read. @default `blog.post.view` is the action `view` on a `blog.post` */
  readonly question?: (code: string) => AuthZenQuestion;
  /** The circumstances, as far as policies ask for them. @default none */
  context?(user: U, object: object | undefined): AuthZenProperties;
  /** Headers of every request, or what answers them each time. @default none */
  readonly headers?: AuthZenHeaders | (() => AuthZenHeaders | Promise<AuthZenHeaders>);
  /** Makes the connections: for client certificates, say. @default one that keeps them, and makes 64 at most */
  readonly agent?: Agent;
  /** How long an answer may take in all, in milliseconds. @default 2000 */
  readonly timeoutMs?: number;
  /** How many codes one request may ask for; with 1 the batch endpoint is never called. @default 50 */
  readonly batchSize?: number;
}
