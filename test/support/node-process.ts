import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import ts from 'typescript';
import { importsOf, targetOf } from '../unit/source-tree.js';

/** A TypeScript file of this repository with everything that it imports, compiled for plain Node into a folder of its own. */
export class CompiledProgram {
  private readonly folder = mkdtempSync(join(tmpdir(), 'nestjs-permissions-program-'));
  private readonly running: ChildProcess[] = [];

  constructor(private readonly entry: string) {
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "commonjs" }\n');
    symlinkSync(join(process.cwd(), 'node_modules'), join(this.folder, 'node_modules'));
    this.compile(entry, new Set());
  }

  /** Runs it, and answers the first line that it prints. */
  async run(environment: Readonly<Record<string, string>>): Promise<string> {
    const script = join(this.folder, this.entry.replace(/\.ts$/, '.js'));
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.running.push(child);
    const ended = once(child, 'exit').then(([code]) =>
      Promise.reject(new Error(`The program ended with ${String(code)}.`)),
    );
    const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
    return line;
  }

  /** Ends everything that runs, and removes the folder. */
  async dispose(): Promise<void> {
    await Promise.all(
      this.running.map(async (child) => {
        const ended = child.exitCode === null ? once(child, 'exit') : undefined;
        child.kill();
        await ended;
      }),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }

  private compile(path: string, known: Set<string>): void {
    if (known.has(path)) return;
    known.add(path);
    const text = readFileSync(path, 'utf8');
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        esModuleInterop: true,
      },
    });
    const output = join(this.folder, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, outputText);
    for (const { specifier } of importsOf(text)) {
      if (specifier.startsWith('.')) this.compile(targetOf(path, specifier), known);
    }
  }
}
