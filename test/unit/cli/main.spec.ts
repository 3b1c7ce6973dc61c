import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagePath } from '../../../lib/cli/package-path.js';

/** What a stream of the process is written, once a test listens. */
function overheard(stream: NodeJS.WriteStream): { texts: string[]; stop: () => void } {
  const { write } = stream;
  const texts: string[] = [];
  stream.write = ((text: string, done?: () => void) => {
    texts.push(text);
    done?.();
    return true;
  }) as typeof write;
  return { texts, stop: () => (stream.write = write) };
}

describe('the file that is called', () => {
  const { argv, exit } = process;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'command-')));
  afterAll(() => {
    process.argv = argv;
    process.exit = exit;
    rmSync(folder, { recursive: true });
  });

  // what it does with a real application, test/package/check.mjs looks at
  it('is known through the link that npm makes, and ends with the code of the command', async () => {
    mkdirSync(join(folder, 'dist/esm/cli'), { recursive: true });
    writeFileSync(join(folder, 'dist/esm/cli/main.js'), '');
    writeFileSync(join(folder, 'package.json'), '{ "version": "4.5.6" }');
    writeFileSync(join(folder, 'app.cjs'), 'exports.nothing = true;');
    symlinkSync(join(folder, 'dist/esm/cli/main.js'), join(folder, 'nestjs-permissions'));
    process.argv = ['node', join(folder, 'nestjs-permissions'), 'audit', join(folder, 'app.cjs')];
    const [out, err] = [overheard(process.stdout), overheard(process.stderr)];
    const code = await new Promise((resolve) => {
      process.exit = resolve as never;
      void import('../../../lib/cli/main.js');
    });
    out.stop();
    err.stop();

    expect({ code, out: out.texts }).toEqual({ code: 2, out: [] });
    expect(err.texts.join('')).toContain('nestjs-permissions: ');
  });
});

describe('the path of a package', () => {
  it('is that which a file would import, or none', () => {
    const file = join(process.cwd(), 'package.json');
    expect(packagePath('@nestjs/core', file)).toContain('@nestjs');
    expect(packagePath('@nestjs/no-such-package', file)).toBeUndefined();
  });
});
