// Builds dist/: what tsc emits, bundled to one file for each entry point and format. The main entry alone is more than a
// hundred modules, which take ten times as long to load as one. Needs the packages of tools/.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { rollup } from '@rollup/wasm-node';

const FORMATS = { esm: 'module', cjs: 'commonjs' };

const { exports, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
const files = [...Object.values(exports).flatMap((entry) => entry.import?.default ?? []), ...Object.values(bin)];
const entries = files.map((file) => file.slice('./dist/esm/'.length));

/** One character beyond ASCII, and V8 keeps two bytes for each of the file. */
const ascii = {
  name: 'ascii',
  generateBundle(_, chunks) {
    for (const chunk of Object.values(chunks)) {
      chunk.code = chunk.code.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

async function bundle(modules, entry, format) {
  const bundled = await rollup({
    input: join(modules, entry),
    // the main entry stays outside of the others, so that its classes exist once
    external: (id, importer) => importer !== undefined && (/^[^./]/.test(id) || id === '../index.js'),
    // what `this` is at the top of a module; tsc writes it into its helpers
    context: '(void 0)',
    onLog: (_level, { message }) => {
      throw new Error(message);
    },
  });
  await bundled.write({
    file: resolve('dist', format, entry),
    format,
    exports: 'named',
    // jest without a flag of Node knows no import() in CommonJS; the command reads modules of both kinds with it
    dynamicImportInCjs: !entry.endsWith('index.js'),
    plugins: [ascii],
  });
  await bundled.close();
}

function tsc(...options) {
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
  execFileSync(process.execPath, [...compiler, ...options], { stdio: 'inherit' });
}

const work = mkdtempSync(join(tmpdir(), 'nestjs-permissions-'));
const [types, modules] = [join(work, 'types'), join(work, 'modules')];
try {
  tsc('--outDir', types, '--emitDeclarationOnly');
  // the documentation stands in the types
  tsc('--outDir', modules, '--declaration', 'false', '--removeComments');
  rmSync('dist', { recursive: true, force: true });
  for (const [format, type] of Object.entries(FORMATS)) {
    cpSync(types, `dist/${format}`, { recursive: true });
    writeFileSync(`dist/${format}/package.json`, `${JSON.stringify({ type })}\n`);
    for (const entry of entries) await bundle(modules, entry, format);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
