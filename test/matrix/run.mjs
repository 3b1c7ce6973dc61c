// Runs the end-to-end suite on every version of Node that the manifest beside names, with Nest 11 and with Nest 12.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { optionalDependencies } = require('./package.json');

const JEST = 'node_modules/jest/bin/jest.js';
const NESTS = {
  'Nest 11': [JEST, '-c', 'test/nest11/jest.config.mjs'],
  'Nest 12': ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', JEST],
};

const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
const rows = [];
try {
  for (const name of Object.keys(optionalDependencies)) {
    const node = nodeOf(name);
    if (node === undefined) {
      console.log(`${name} cannot be installed on ${process.platform} ${process.arch}; it is left out`);
      continue;
    }
    for (const nest of Object.keys(NESTS)) rows.push(run(node, nest));
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.table(rows);
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const numbers = { numPassedTests: sum('passed'), numFailedTests: sum('failed') };
writeFileSync('test/matrix/results.json', JSON.stringify(numbers));
process.exitCode = rows.length > 0 && rows.every(({ passed, exit }) => passed > 0 && exit === 0) ? 0 : 1;

/** The executable of one of the manifest's packages; `undefined` where this machine cannot have it. */
function nodeOf(name) {
  try {
    return require.resolve(`${name}/bin/node`);
  } catch {
    return undefined;
  }
}

function run(node, nest) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  console.log(`\n=== Node ${version}, ${nest}`);
  const results = join(folder, 'results.json');
  const { status } = spawnSync(node, [...NESTS[nest], 'test/e2e', '--json', `--outputFile=${results}`], {
    stdio: 'inherit',
  });
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(results, 'utf8'));
  return { node: version, nest, passed, failed, exit: status };
}
