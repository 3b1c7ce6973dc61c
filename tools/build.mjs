// Builds dist/: one plain `tsc` per module format, each folder with the package.json that says which format it is.
// `node tools/build.mjs` builds both, `node tools/build.mjs esm` only that one (enough to run the sample).
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

const formats = {
  esm: { type: 'module', flags: [] },
  cjs: { type: 'commonjs', flags: ['--module', 'commonjs', '--moduleResolution', 'bundler'] },
};
const wanted = process.argv.slice(2);

for (const [format, { type, flags }] of Object.entries(formats)) {
  if (wanted.length > 0 && !wanted.includes(format)) continue;
  const outDir = `dist/${format}`;
  rmSync(outDir, { recursive: true, force: true });
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', outDir, ...flags];
  execFileSync(process.execPath, tsc, { stdio: 'inherit' });
  writeFileSync(`${outDir}/package.json`, `${JSON.stringify({ type })}\n`);
}
