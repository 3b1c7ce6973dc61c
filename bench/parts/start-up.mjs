import { repeated } from '../harness/repeated.mjs';

const CONTENDERS = ['no guard', 'hand-written', 'ours, without the audit', 'ours'];

/** Start-up time and memory of applications with many routes. */
export async function startUp(builds, { processes, smoke }) {
  const rows = [];
  const sizes = smoke ? [200, 1_000] : [500, 5_000];
  let smaller;
  for (const routes of sizes) {
    const runs = CONTENDERS.map((name) => [
      name,
      ['processes/start-up.mjs', [builds.ours, name, routes], ['--expose-gc']],
    ]);
    const results = await repeated(processes, Object.fromEntries(runs));
    const { ms, heap } = results['no guard'];
    const addedHeap = (contender) => results[contender].heap - heap;
    for (const contender of CONTENDERS) {
      const row = { routes, contender, ms: results[contender].ms, 'x no guard': results[contender].ms / ms };
      row['heap MB'] = results[contender].heap / 1e6;
      if (smaller !== undefined) {
        row['bytes a further route'] = (addedHeap(contender) - smaller(contender)) / (sizes[1] - sizes[0]);
      }
      rows.push(row);
    }
    smaller = addedHeap;
  }
  return { title: 'Start-up, on Fastify', rows };
}
