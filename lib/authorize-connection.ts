import { HttpException, Logger } from '@nestjs/common';
import type { PermissionsService, PermissionTarget } from './permissions.service.js';
import { bodyOf } from './transport-exceptions.js';

/** What a socket of socket.io, or one of `ws`, is told and closed with. */
type Client =
  | { emit(event: string, data: object): unknown; disconnect(): unknown }
  | { send(text: string): unknown; close(code: number): unknown };

// of the protocol: for what a policy forbids, and for what went wrong
const [FORBIDDEN, FAILED] = [1008, 1011];

/**
 * Asks whether this user may connect to a gateway, for `handleConnection()`, before which Nest runs no guard. Who may not is sent
 * the `exception` that a refused message is answered with, and disconnected. Never throws, for nobody would catch it there.
 * @param client the socket, of socket.io or of `ws`
 * @returns whether the client stays
 */
export async function authorizeConnection(
  permissions: PermissionsService,
  client: object,
  target: PermissionTarget,
  user: unknown,
): Promise<boolean> {
  try {
    await permissions.check(target, user);
    return true;
  } catch (error) {
    const refusal = error instanceof HttpException ? error : failure(error);
    attempt(() => tell(client as Client, bodyOf(refusal)));
    attempt(() => disconnect(client as Client, refusal.getStatus() < 500 ? FORBIDDEN : FAILED));
    return false;
  }
}

function tell(client: Client, data: object): unknown {
  return 'disconnect' in client
    ? client.emit('exception', data)
    : client.send(JSON.stringify({ event: 'exception', data }));
}

function disconnect(client: Client, code: number): unknown {
  return 'disconnect' in client ? client.disconnect() : client.close(code);
}

// a socket may be gone by now
function attempt(what: () => unknown): void {
  try {
    what();
  } catch (error) {
    new Logger('Permissions').error(error);
  }
}

// a mistake in what is asked, which the service does not log
function failure(error: unknown): HttpException {
  new Logger('Permissions').error(error);
  return new HttpException({ statusCode: 500, message: 'Internal server error' }, 500);
}
