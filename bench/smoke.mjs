// npm run bench:smoke: everything once, as quickly as can be. Nothing is said about time; what is exact must hold.
import process from 'node:process';
import { snapshot } from './harness/builds.mjs';
import { measure, names } from './harness/measure.mjs';
import { EFFORTS } from './harness/plan.mjs';
import { broken } from './promises.mjs';

const { builds, remove } = await snapshot({ ours: process.env.BENCH_BUILD ?? 'dist/esm' });
const results = {};
try {
  for (const name of names) {
    results[name] = await measure(name, builds, EFFORTS.smoke);
    console.log(`${name}: ${results[name].rows.length} rows`);
  }
} finally {
  await remove();
}
for (const problem of broken(results)) {
  console.error(`not as it should be: ${problem}`);
  process.exitCode = 1;
}
