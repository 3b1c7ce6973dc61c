// Packs the library, looks at what is in the package, installs it into applications of both Nest versions outside of
// this repository, and runs them: compiled by plain Node, and inside jest. Needs `npm run build` and tools/.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const root = join(here, '../..');
const tool = (...path) => join(root, 'tools/node_modules', ...path);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const work = mkdtempSync(join(tmpdir(), 'nestjs-permissions-'));

function run(cwd, command, ...args) {
  console.log(`> ${[command === process.execPath ? 'node' : command, ...args].join(' ').replaceAll(work, '…')}`);
  execFileSync(command, args, { cwd, stdio: 'inherit' });
}

function pack() {
  const [{ filename, files }] = JSON.parse(
    execFileSync(npm, ['pack', '--json', '--pack-destination', work], { cwd: root, encoding: 'utf8' }),
  );
  const paths = files.map(({ path }) => path);
  const foreign = paths.filter(
    (path) =>
      !/^(dist\/(esm|cjs)\/(.+\.d\.ts|.+\.js|package\.json)|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(
        path,
      ),
  );
  const required = ['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/esm/index.js', 'dist/cjs/index.js'];
  const missing = required.filter((path) => !paths.includes(path));
  const { dependencies = {}, scripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const installScripts = ['preinstall', 'install', 'postinstall', 'prepare'].filter((name) => name in scripts);
  for (const [problem, names] of Object.entries({
    'is packed and should not be': foreign,
    'is missing from the package': missing,
    'is a runtime dependency': Object.keys(dependencies),
    'runs when the package is installed': installScripts,
  })) {
    if (names.length > 0) throw new Error(`${names.join(', ')} ${problem}`);
  }
  console.log(`${filename}: ${files.length} files, no dependency, no install script`);
  return join(work, filename);
}

function lint(tarball) {
  run(root, process.execPath, tool('publint/src/cli.js'), tarball, '--strict');
  run(
    root,
    process.execPath,
    tool('@arethetypeswrong/cli/dist/index.js'),
    tarball,
    '--format',
    'ascii',
    '--entrypoints',
    '.',
  );
  run(
    root,
    process.execPath,
    tool('@arethetypeswrong/cli/dist/index.js'),
    tarball,
    '--format',
    'ascii',
    '--profile',
    'node16',
  );
}

function consume(name, tarball, nodeFlags) {
  console.log(`\n${name}`);
  const app = join(work, name);
  cpSync(join(here, name), app, { recursive: true, filter: (path) => !path.includes('node_modules') });
  cpSync(join(here, 'app'), join(app, 'src'), { recursive: true });
  run(app, npm, 'ci', '--silent');
  run(app, npm, 'install', '--silent', '--no-save', '--no-package-lock', tarball);
  run(app, process.execPath, 'node_modules/typescript/bin/tsc');
  run(app, process.execPath, 'dist/main.js');
  run(app, process.execPath, 'src/one-copy.mjs');
  run(app, npm, 'exec', '--no', '--', 'nestjs-permissions', 'audit', 'dist/app.js', '--fail-on', 'warning');
  run(app, process.execPath, ...nodeFlags, 'node_modules/jest/bin/jest.js');
}

try {
  const tarball = pack();
  lint(tarball);
  consume('nest11', tarball, []);
  consume('nest12', tarball, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']);
} finally {
  rmSync(work, { recursive: true, force: true });
}
