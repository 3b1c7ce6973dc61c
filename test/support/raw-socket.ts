import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { INestApplication } from '@nestjs/common';

/** Starts listening on a free port of this machine, once. */
export async function portOf(app: INestApplication): Promise<number> {
  const server = app.getHttpServer() as { address(): AddressInfo | null };
  if (server.address() === null) await app.listen(0, '127.0.0.1');
  return (server.address() as AddressInfo).port;
}

/** Sends these very bytes, and answers what comes back until the server hangs up. Nothing is normalised on the way. */
export async function sendRaw(app: INestApplication, bytes: string | Buffer): Promise<string> {
  const port = await portOf(app);
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const received: Buffer[] = [];
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // a server may hang up on what it does not understand
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') resolve(Buffer.concat(received).toString('latin1'));
      else reject(error);
    });
    socket.on('close', () => {
      resolve(Buffer.concat(received).toString('latin1'));
    });
    socket.end(bytes);
  });
}

/** The text of a request with these lines, which asks the server to hang up after it. */
export function rawRequest(method: string, target: string, headers: readonly string[] = [], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${target} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, ...length, '', body].join(
    '\r\n',
  );
}

/** The status of a raw answer, behind a `100 Continue`; `undefined` where there is none. */
export function statusOf(answer: string): number | undefined {
  const status = /^(?:HTTP\/1\.1 100 Continue\r\n\r\n)?HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
  return status === undefined ? undefined : Number(status);
}
