import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { judged } from '../targets.mjs';
import { table } from './markdown.mjs';

const BENCH = dirname(import.meta.dirname);
const LATEST = join(BENCH, 'results/latest.json');

/** Puts results beside those of earlier runs of other scenarios, and writes all of them for people to read. */
export async function report(measured, order) {
  const known = await readFile(LATEST, 'utf8').then(JSON.parse, () => ({ results: {} }));
  const all = { ...known.results, ...measured };
  const results = Object.fromEntries(order.filter((name) => name in all).map((name) => [name, all[name]]));
  const { version } = createRequire(import.meta.url)('@nestjs/core/package.json');
  const machine = `Node ${process.versions.node}, Nest ${version}, ${cpus().length} x ${cpus()[0].model}`;
  await mkdir(dirname(LATEST), { recursive: true });
  await writeFile(LATEST, `${JSON.stringify({ machine, results }, null, 2)}\n`);
  await writeFile(join(BENCH, 'RESULTS.md'), markdown(machine, results));
}

function markdown(machine, results) {
  const sections = Object.values(results).map(({ title, rows }) => `## ${title}\n\n${table(rows)}`);
  return [
    '# Results',
    `Written by \`npm run bench\`; how to read them: [README.md](README.md). ${machine}.`,
    `## Targets\n\n${table(judged(results))}`,
    ...sections,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
