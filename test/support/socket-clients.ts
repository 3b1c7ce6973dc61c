import type { INestApplication, WebSocketAdapter } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

/** One answer of a gateway: the event and its data. */
export type Answer = readonly [event: string, data: unknown];

/** One message of a client. */
export type Message = readonly [event: string, data?: unknown];

/** A client of a gateway, whatever the adapter. */
export interface SocketClient {
  /** Sends a message, and waits for the next answer. */
  ask(event: string, data?: unknown): Promise<Answer>;
  /** Sends messages at once, and waits for as many answers, in the order in which they come. */
  exchange(messages: readonly Message[]): Promise<readonly Answer[]>;
  /** The answers so far, also those that nobody has asked for. */
  readonly said: readonly Answer[];
  /** Waits until the server has closed the socket, and tells everything that it said. */
  untilClosed(): Promise<readonly Answer[]>;
  /** Whether the socket is open. */
  isOpen(): boolean;
  close(): void;
}

/**
 * Sends the exceptions of a plain WebSocket, which Nest 11 only emits within the process; for `handleConnection` of a gateway.
 */
export function sendExceptions(client: object): void {
  // Nest 11 has a copy of `ws` of its own, and the sockets of socket.io have no such state
  if (!('readyState' in client)) return;
  (client as WebSocket).on('exception', (data: unknown) => {
    (client as WebSocket).send(JSON.stringify({ event: 'exception', data }));
  });
}

/** The user whom a client put into its address; what a gateway gets in `handleConnection`. */
export function userInAddress(client: object, request?: { readonly url: string }): unknown {
  const { handshake } = client as { handshake?: { query: { user: string } } };
  const user = handshake?.query.user ?? new URL(request?.url ?? '', 'http://host').searchParams.get('user');
  return JSON.parse(user ?? 'null') as unknown;
}

/** Connects to a gateway over plain WebSockets; the user goes into the query. */
export function connectWs(port: number, user: unknown, path = ''): Promise<SocketClient> {
  return openWs(port, `/${path}?user=${encodeURIComponent(JSON.stringify(user))}`);
}

/** Connects to what listens at this path. */
export async function openWs(port: number, path: string): Promise<SocketClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}${path}`);
  const said: Answer[] = [];
  socket.on('message', (text: Buffer) => {
    said.push(answerIn(text));
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    ...talking(
      (heard) => {
        const onMessage = (text: Buffer): void => {
          heard(answerIn(text));
        };
        socket.on('message', onMessage);
        return () => socket.off('message', onMessage);
      },
      ([event, data]) => {
        socket.send(JSON.stringify({ event, data }));
      },
    ),
    said,
    untilClosed: () => closed.then(() => said),
    isOpen: () => socket.readyState === WebSocket.OPEN,
    close: () => {
      socket.terminate();
    },
  };
}

/** Connects to a gateway over socket.io; the user goes into the handshake. */
export async function connectIo(port: number, user: unknown, path = ''): Promise<SocketClient> {
  const socket = io(`http://127.0.0.1:${String(port)}/${path}`, {
    transports: ['websocket'],
    query: { user: JSON.stringify(user) },
    reconnection: false,
    forceNew: true,
  });
  const said: Answer[] = [];
  socket.onAny((event: string, data: unknown) => {
    said.push([event, data]);
  });
  const closed = new Promise((resolve) => socket.once('disconnect', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    ...talking(
      (heard) => {
        const onAny = (event: string, data: unknown): void => {
          heard([event, data]);
        };
        socket.onAny(onAny);
        return () => socket.offAny(onAny);
      },
      ([event, data]) => {
        socket.emit(event, data);
      },
    ),
    said,
    untilClosed: () => closed.then(() => said),
    isOpen: () => socket.connected,
    close: () => {
      socket.disconnect();
    },
  };
}

function answerIn(text: Buffer): Answer {
  const { event, data } = JSON.parse(text.toString()) as { event: string; data: unknown };
  return [event, data];
}

/** @param listen begins to listen, and answers how to stop */
function talking(
  listen: (heard: (answer: Answer) => void) => () => unknown,
  send: (message: Message) => void,
): Pick<SocketClient, 'ask' | 'exchange'> {
  const exchange = (messages: readonly Message[]): Promise<readonly Answer[]> =>
    new Promise((resolve) => {
      const answers: Answer[] = [];
      const stop = listen((answer) => {
        if (answers.push(answer) < messages.length) return;
        stop();
        resolve(answers);
      });
      for (const message of messages) send(message);
    });
  return {
    exchange,
    ask: async (event, data) => (await exchange([[event, data]]))[0] as Answer,
  };
}

/** Every adapter of WebSockets, with a client of its own. */
export const SOCKET_ADAPTERS: readonly {
  readonly name: string;
  readonly adapterFor: (app: INestApplication) => WebSocketAdapter;
  readonly connect: (port: number, user: unknown, path?: string) => Promise<SocketClient>;
}[] = [
  { name: 'ws', adapterFor: (app) => new WsAdapter(app), connect: connectWs },
  { name: 'socket.io', adapterFor: (app) => new IoAdapter(app), connect: connectIo },
];

/** The port on which an application listens. */
export function portOf(app: INestApplication): number {
  return (app.getHttpServer() as { address(): { port: number } }).address().port;
}
