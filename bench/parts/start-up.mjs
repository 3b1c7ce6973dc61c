import { repeated } from '../harness/repeated.mjs';

const CONTENDERS = ['no guard', 'hand-written', 'ours'];

/** Start-up time and memory of applications with many routes. */
export async function startUp(builds, { processes, smoke }) {
  const rows = [];
  for (const routes of smoke ? [100] : [500, 5_000]) {
    const runs = CONTENDERS.map((name) => [
      name,
      ['processes/start-up.mjs', [builds.ours, name, routes], ['--expose-gc']],
    ]);
    const results = await repeated(processes, Object.fromEntries(runs));
    const none = results['no guard'];
    for (const [contender, { ms, heap }] of Object.entries(results)) {
      rows.push({
        routes,
        contender,
        ms,
        'x no guard': ms / none.ms,
        'heap MB': heap / 1e6,
        'bytes a route': (heap - none.heap) / routes,
      });
    }
  }
  return { title: 'Start-up, on Fastify', rows };
}
