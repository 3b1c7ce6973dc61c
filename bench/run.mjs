// npm run bench -- [--only S1,S2,tree] [--contenders 'no guard,hand-written,ours'] [--quick]
import process from 'node:process';
import { parseArgs } from 'node:util';
import { snapshot } from './harness/builds.mjs';
import { table } from './harness/markdown.mjs';
import { measure, names } from './harness/measure.mjs';
import { EFFORTS } from './harness/plan.mjs';
import { report } from './harness/report.mjs';
import { judged } from './targets.mjs';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, contenders: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const { builds, remove } = await snapshot({
  ours: process.env.BENCH_BUILD ?? 'dist/esm',
  baseline: process.env.BENCH_BASELINE,
});

const results = {};
try {
  for (const name of options.only?.split(',') ?? names) {
    results[name] = await measure(name, builds, EFFORTS[options.quick ? 'quick' : 'full'], options);
    console.log(`\n${results[name].title}\n\n${table(results[name].rows)}`);
    if (!options.quick && options.contenders === undefined) await report(results, names);
  }
} finally {
  await remove();
}
const targets = judged(results);
if (targets.length > 0) console.log(`\nTargets\n\n${table(targets)}`);
