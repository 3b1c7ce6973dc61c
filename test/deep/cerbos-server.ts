import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const FOLDER = join(process.cwd(), 'test/deep');
const BINARY = join(FOLDER, 'node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64');

/** Whether Cerbos can run on this machine. */
export function canRunCerbos(): boolean {
  return spawnSync(BINARY, ['--version']).status === 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A Cerbos server with the policies of test/deep/cerbos. */
export class CerbosServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly port: number,
    private readonly grpcPort: number,
  ) {}

  static async start(): Promise<CerbosServer> {
    const server = new CerbosServer(await freePort(), await freePort());
    await server.resume();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Kills it. */
  async stop(): Promise<void> {
    if (this.process === undefined) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
    this.process = undefined;
  }

  /** Runs it again, on the same port, and waits until it serves. */
  async resume(): Promise<void> {
    const addresses = { httpListenAddr: this.port, grpcListenAddr: this.grpcPort };
    const set = Object.entries(addresses).map(([name, port]) => `--set=server.${name}=127.0.0.1:${port}`);
    this.process = spawn(BINARY, ['server', '--config=config.yaml', ...set], {
      cwd: join(FOLDER, 'cerbos'),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    while (!(await this.serves())) {
      if (this.process.exitCode !== null) throw new Error(`Cerbos ended with ${this.process.exitCode}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async serves(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/_cerbos/health`)).ok;
    } catch {
      return false;
    }
  }
}
