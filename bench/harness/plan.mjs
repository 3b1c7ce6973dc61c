const PEERS = ['docs CASL', 'nest-casl', 'nest-access-control', 'or-guard'];
const MANY = ['no guard, one of 5,000 routes', 'ours, one of 5,000 routes'];

/**
 * How thoroughly to measure: processes of each contender (generations), rounds of each process, and milliseconds; and
 * for the other parts, how often they are repeated. The smoke run counts, and takes no times.
 */
export const EFFORTS = {
  full: { generations: 5, rounds: 9, warmUp: 300, batch: 20, processes: 3, loopback: { rounds: 3, seconds: 2 } },
  quick: { generations: 3, rounds: 7, warmUp: 300, batch: 15, processes: 3, loopback: { rounds: 3, seconds: 1 } },
  smoke: { smoke: true, generations: 0, warmUp: 5, processes: 1, loopback: { rounds: 1, seconds: 1 } },
};

/** Who takes part: all or those that were asked for, in a quick run no peers; and `baseline`, another build of ours. */
export function contendersOf(scenario, builds, { contenders, quick = false }) {
  const all = Object.keys(scenario.contenders).map((plays) => ({
    name: plays,
    plays,
    isPeer: PEERS.includes(plays),
    build: plays.startsWith('ours') ? builds.ours : undefined,
  }));
  if (builds.baseline !== undefined) all.push({ name: 'baseline', plays: 'ours', build: builds.baseline });
  const wanted = contenders?.split(',');
  return all.filter(({ name, isPeer }) => wanted?.includes(name) ?? !(quick && (isPeer || MANY.includes(name))));
}
