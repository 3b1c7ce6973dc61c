import { Agent, request } from 'node:http';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A client that sends its requests over a bounded number of connections, which it keeps open. */
export class KeepAliveClient {
  private readonly agent: Agent;

  constructor(
    private readonly port: number,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  }

  /** Sends one request, as this user. */
  send(path: string, user: unknown): Promise<Answer> {
    const headers = user === null ? {} : { 'x-test-user': JSON.stringify(user) };
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.agent, host: '127.0.0.1', port: this.port, path, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text });
        });
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  /** Hangs up. */
  close(): void {
    this.agent.destroy();
  }
}
