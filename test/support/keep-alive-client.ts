import { connect, type Socket } from 'node:net';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A client that asks one question after the other over one connection. As light as can be: the server is on trial. */
export class KeepAliveClient {
  private received = '';
  private answered: ((answer: Answer) => void) | undefined;
  private failed: ((error: Error) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.received += chunk;
      this.read();
    });
    socket.on('error', (error) => this.failed?.(error));
    socket.on('close', () => this.failed?.(new Error('the server hung up')));
  }

  static async open(port: number): Promise<KeepAliveClient> {
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new KeepAliveClient(socket);
  }

  /** Sends one request, as this user. */
  send(path: string, user: unknown): Promise<Answer> {
    const header = user === null ? '' : `x-test-user: ${JSON.stringify(user)}\r\n`;
    this.socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${header}\r\n`);
    return new Promise((resolve, reject) => ([this.answered, this.failed] = [resolve, reject]));
  }

  /** Hangs up. */
  close(): void {
    this.failed = undefined;
    this.socket.destroy();
  }

  private read(): void {
    const head = this.received.indexOf('\r\n\r\n') + 4;
    const length = Number(/\r\ncontent-length: (\d+)\r\n/i.exec(this.received)?.[1]);
    // until all of it is there; both adapters say how long their answers are
    if (head < 4 || !(this.received.length >= head + length)) return;
    const answer = { status: Number(this.received.slice(9, 12)), text: this.received.slice(head, head + length) };
    this.received = this.received.slice(head + length);
    this.answered?.(answer);
  }
}
