// Peers take the most time, and say nothing about a change of ours.
const PEERS = new Set(['docs RolesGuard', 'docs CASL', 'nest-casl', 'nest-access-control', 'or-guard']);

/** How thoroughly to measure: processes of each contender, rounds of each process, and milliseconds. */
export const EFFORTS = {
  full: { generations: 5, rounds: 11, warmUp: 600, batch: 20 },
  quick: { generations: 3, rounds: 7, warmUp: 300, batch: 15 },
  smoke: { generations: 1, rounds: 1, warmUp: 5, batch: 1 },
};

/** Who takes part: all contenders or those that were asked for, and `baseline`, another build of the library. */
export function contendersOf(scenario, builds, { contenders, quick = false }) {
  const all = Object.keys(scenario.contenders).map((plays) => ({
    name: plays,
    plays,
    build: plays.startsWith('ours') ? builds.ours : undefined,
  }));
  if (builds.baseline !== undefined) all.push({ name: 'baseline', plays: 'ours', build: builds.baseline });
  const wanted = contenders?.split(',');
  return all.filter(({ name }) => wanted?.includes(name) ?? !(quick && PEERS.has(name)));
}
