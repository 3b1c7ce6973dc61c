import type { WebSocket } from 'ws';

/** A socket, and what its messages are authenticated with. Who that is, is asked anew for each of them. */
export type ChatSocket = WebSocket & { token?: string };
