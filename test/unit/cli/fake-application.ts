import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExitCode } from '../../../lib/cli/run.js';
import { run } from '../../../lib/cli/run.js';
import type { Surroundings } from '../../../lib/cli/surroundings.js';

/** Where an application has this package. */
export const library = 'node_modules/nestjs-permissions/index.js';

/** A folder with the files of an application, and the command called in it. */
export class FakeApplication {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'application-')));
  readonly out: string[] = [];
  readonly err: string[] = [];
  readonly loaded: string[] = [];

  /** @param modules what the files export, by their paths; an error is thrown when its file is loaded */
  constructor(private readonly modules: Readonly<Record<string, unknown>>) {
    for (const path of Object.keys(modules)) this.write(path, '');
  }

  write(path: string, text: string): string {
    const whole = join(this.folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
    return whole;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  call(
    words: string,
    { isTTY = false, ...others }: Partial<Surroundings> & { isTTY?: boolean } = {},
  ): Promise<ExitCode> {
    const output = (texts: string[]) => ({
      isTTY,
      write: async (text: string) => {
        texts.push(text);
      },
    });
    return run(
      words.split(' ').filter((word) => word !== ''),
      {
        ...{ folder: this.folder, self: join(process.cwd(), 'lib/cli/main.ts'), version: '1.2.3', colours: true },
        resolve: (name, file) => this.resolve(name, file),
        ...{ load: (path: string) => this.load(path), out: output(this.out), err: output(this.err) },
        ...others,
      },
    );
  }

  /** One copy of Nest, and of this package where the application has it. */
  private resolve(name: string, file: string): string | undefined {
    if (name === '@nestjs/core') return 'nest';
    return file.startsWith(this.folder) && library in this.modules ? join(this.folder, library) : undefined;
  }

  private async load(path: string): Promise<unknown> {
    const name = path.slice(this.folder.length + 1);
    this.loaded.push(name);
    const exported = this.modules[name];
    if (exported instanceof Error) throw exported;
    return exported;
  }
}
