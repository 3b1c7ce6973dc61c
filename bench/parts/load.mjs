import { repeated } from '../harness/repeated.mjs';

const PEERS = ['@nest-lab/or-guard', '@casl/ability', 'nest-access-control', 'nest-casl'];

/** Loading the package, in a process that has Nest already. */
export async function load(builds, { processes }) {
  const packages = { ours: `${builds.ours}/index.js`, ...Object.fromEntries(PEERS.map((name) => [name, name])) };
  const runs = Object.entries(packages).map(([name, path]) => [name, ['processes/load.mjs', [path], ['--expose-gc']]]);
  const results = await repeated(processes, Object.fromEntries(runs));
  return {
    title: 'Loading the package',
    rows: Object.entries(results).map(([name, { ms, kB }]) => ({ package: name, ms, kB })),
  };
}
