import type { IncomingMessage } from 'node:http';
import type DataLoader from 'dataloader';
import type { Person } from './people/person.js';

/** A socket of graphql-ws; `extra` is where it lets the server keep what it knows of a connection. */
export interface Connection {
  readonly connectionParams?: Readonly<Record<string, unknown>>;
  readonly extra: { user?: Person | null };
}

/** The context of one GraphQL operation. Nest adds `req`: the request, or the connection of a subscription. */
export interface Operation<Req = (IncomingMessage & { user?: Person | null }) | Connection> {
  readonly req: Req;
  /** Looks people up, once for all that one operation needs. */
  readonly people: DataLoader<number, Person>;
}
