// npm run bench -- [--only S1,S2] [--contenders ours,hand-written] [--quick]
import process from 'node:process';
import { parseArgs } from 'node:util';
import { snapshot } from './harness/builds.mjs';
import { contest } from './harness/contest.mjs';
import { contendersOf, EFFORTS } from './harness/plan.mjs';
import { summary } from './harness/summary.mjs';
import { scenarios } from './scenarios/index.mjs';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, contenders: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const names = options.only?.split(',') ?? Object.keys(scenarios);

const { builds, remove } = await snapshot({
  ours: process.env.BENCH_BUILD ?? 'dist/esm',
  baseline: process.env.BENCH_BASELINE,
});
try {
  for (const name of names) {
    const scenario = scenarios[name];
    const contenders = contendersOf(scenario, builds, options);
    const rows = summary(await contest(name, contenders, EFFORTS[options.quick ? 'quick' : 'full']), scenario);
    console.log(`\n${name}: ${scenario.title}`);
    console.table(
      rows.map(({ ratios, ...row }) => ({
        contender: row.contender,
        ns: Math.round(row.whole),
        'added ns': Math.round(row.added),
        ...Object.fromEntries(
          Object.entries(ratios).map(([reference, ratio]) => [`x ${reference}`, Number(ratio.toFixed(2))]),
        ),
        bytes: Math.round(row.bytes),
        turns: row.turns,
        promises: row.promises,
        loads: row.loads,
        resolutions: row.resolutions,
      })),
    );
  }
} finally {
  await remove();
}
