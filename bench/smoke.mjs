// npm run bench:smoke: everything once, as quickly as can be. Nothing is said about time; what is exact must hold.
import process from 'node:process';
import { snapshot } from './harness/builds.mjs';
import { measure, names } from './harness/measure.mjs';
import { EFFORTS } from './harness/plan.mjs';
import { broken } from './exact.mjs';

const { builds, remove } = await snapshot({ ours: process.env.BENCH_BUILD ?? 'dist/esm' });
const results = {};
const run = async (name) => (results[name] = await measure(name, builds, EFFORTS.smoke));
let problems;
try {
  for (const name of names) console.log(`${name}: ${(await run(name)).rows.length} rows`);
  problems = broken(results);
  // V8 optimises a little differently in every process, and then allocates more or less: bytes have three tries
  for (let again = 0; again < 2 && problems.length > 0; again++) {
    for (const name of new Set(problems.map((problem) => problem.name))) await run(name);
    problems = broken(results);
  }
} finally {
  await remove();
}
for (const { name, text } of problems) console.error(`not as it should be: ${name}, ${text}`);
process.exitCode = problems.length > 0 ? 1 : 0;
