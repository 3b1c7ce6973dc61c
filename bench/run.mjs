// npm run bench -- [--only S1,S2] [--contenders ours,hand-written] [--quick]
import process from 'node:process';
import { parseArgs } from 'node:util';
import { contest } from './harness/contest.mjs';
import { snapshot } from './harness/builds.mjs';
import { summary } from './harness/summary.mjs';
import { scenarios } from './scenarios/index.mjs';

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, contenders: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const QUICK = ['no guard', 'inline', 'hand-written', 'ours', 'baseline'];
const FULL_RUN = { generations: 5, rounds: 11, warmUp: 30_000, batch: 12_000, bytes: 3_000 };
const QUICK_RUN = { generations: 3, rounds: 7, warmUp: 20_000, batch: 10_000, bytes: 3_000 };

const { builds, remove } = await snapshot({
  ours: process.env.BENCH_BUILD ?? 'dist/esm',
  baseline: process.env.BENCH_BASELINE,
});
const wanted = options.contenders?.split(',') ?? (options.quick ? QUICK : undefined);

try {
  for (const name of options.only?.split(',') ?? Object.keys(scenarios)) {
    const scenario = scenarios[name];
    const contenders = Object.keys(scenario.contenders).map((plays) => ({ name: plays, plays }));
    for (const contender of contenders) if (contender.plays === 'ours') contender.build = builds.ours;
    if (builds.baseline) contenders.push({ name: 'baseline', plays: 'ours', build: builds.baseline });
    const chosen = contenders.filter((contender) => wanted === undefined || wanted.includes(contender.name));
    const results = await contest(name, chosen, options.quick ? QUICK_RUN : FULL_RUN);
    console.log(`\n${name}: ${scenario.title}`);
    console.table(summary(results, scenario.reference));
  }
} finally {
  await remove();
}
