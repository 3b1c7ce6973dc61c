import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One evaluation, as AuthZEN 1.0 asks for it. */
export interface Evaluation {
  readonly subject: { readonly type: string; readonly id: string; readonly properties?: Record<string, unknown> };
  readonly resource: { readonly type: string; readonly id: string; readonly properties?: Record<string, unknown> };
  readonly action: { readonly name: string };
  readonly context: Record<string, unknown>;
}

/** A request that arrived. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Evaluation & { readonly evaluations?: readonly Partial<Evaluation>[] };
}

/** What answers a request; it may end the response, hang up, or do nothing. */
export type Answering = (response: ServerResponse, asked: Asked) => void;

/** Answers with this status and this body, as JSON unless it says otherwise. */
export function answering(status: number, body: string | Uint8Array, headers: Record<string, string> = {}): Answering {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };
}

/** A decision point of a test, which speaks AuthZEN 1.0 over real HTTP, and answers what the test wants. */
export class DecisionPointServer {
  readonly asked: Asked[] = [];
  /** How many connections were opened. */
  connections = 0;
  /** How many requests their senders gave up. */
  aborted = 0;
  policy: (evaluation: Evaluation) => boolean = () => true;
  answer: Answering = (response, asked) => {
    this.decide(response, asked);
  };
  private readonly server: Server;

  /** @param tls its certificate, and what it asks of its clients; without them it speaks plain HTTP */
  constructor(private readonly tls?: ServerOptions) {
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('close', () => {
        if (!response.writableFinished) this.aborted += 1;
      });
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'];
        const asked = { path: request.url ?? '', headers: request.headers, body };
        this.asked.push(asked);
        this.answer(response, asked);
      });
    };
    this.server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
    this.server.on('connection', () => (this.connections += 1));
  }

  get url(): string {
    return `http${this.tls === undefined ? '' : 's'}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** Forgets what was asked, and answers by the policy again. */
  reset(): void {
    this.asked.length = 0;
    this.policy = () => true;
    this.answer = (response, asked) => {
      this.decide(response, asked);
    };
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private decide(response: ServerResponse, { path, body }: Asked): void {
    const { evaluations, ...defaults } = body;
    const one = (evaluation: Partial<Evaluation>) => ({ decision: this.policy({ ...defaults, ...evaluation }) });
    const isBatch = path.endsWith('/evaluations');
    const answer = isBatch ? { evaluations: (evaluations ?? []).map(one) } : one({});
    answering(200, JSON.stringify(answer))(response, { path, headers: {}, body });
  }
}
