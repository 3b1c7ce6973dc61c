import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

// what the official authentication leaves on a socket: it tells the user of one message
const USER_OF = Symbol.for('nestjs.authentication.userOf');

type Authenticated = Record<symbol, (execution: ExecutionContext) => unknown>;

/** Who is signed in, by the token that stands in messages or in the address of a socket. */
@Injectable()
export class Sessions {
  private readonly users = new Map<string, object>();

  signIn(token: string, user: object): void {
    this.users.set(token, user);
  }

  signOut(token: string): void {
    this.users.delete(token);
  }

  async userOf(token: unknown): Promise<object | null> {
    await Promise.resolve();
    return this.users.get(String(token)) ?? null;
  }
}

/**
 * Authenticates every message by itself, as `@nestjs/authentication` does: by the token in it, or by the one that the socket
 * came with. For sockets it leaves the user of each message with the marker, for microservices on the context of the message.
 */
@Injectable()
export class MessageAuthentication implements CanActivate {
  private readonly users = new WeakMap<object, object | null>();

  constructor(private readonly sessions: Sessions) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const args = execution.getArgs<[unknown, unknown]>();
    if (execution.getType() === 'ws') {
      const [client, message] = args as [Authenticated, unknown];
      this.users.set(args, await this.sessions.userOf(tokenIn(message) ?? tokenIn(client)));
      client[USER_OF] = (asked) => this.users.get(asked.getArgs());
    } else {
      const [message, context] = args;
      const user = await this.sessions.userOf(tokenIn(message));
      if (user !== null) Object.assign(context as object, { user });
    }
    return true;
  }
}

function tokenIn(holder: unknown): unknown {
  return (Object(holder) as { readonly token?: unknown }).token;
}
