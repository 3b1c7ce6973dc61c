import { median } from './statistics.mjs';

/**
 * What the rounds of a scenario say, by contender: medians of differences and ratios that are paired by round.
 * @param compare `added` compares what a contender adds to no guard, `whole` the whole requests
 */
export function summary(results, { references = ['hand-written'], compare = 'added' }) {
  const none = results['no guard'];
  if (none === undefined) throw new Error('Everything is compared with "no guard": let it take part.');
  const added = (name) => results[name].rounds.map((time, round) => time - none.rounds[round]);
  const compared = (name) => (compare === 'added' ? added(name) : results[name].rounds);
  const ratio = (name, reference) => median(paired(compared(name), compared(reference)));
  return Object.entries(results).map(([contender, { rounds, bytes, turns, promises, loads, resolutions }]) => ({
    contender,
    ns: median(rounds),
    'added ns': median(added(contender)),
    ...Object.fromEntries(
      references.filter((name) => name in results).map((name) => [`x ${name}`, ratio(contender, name)]),
    ),
    bytes: bytes - none.bytes,
    turns: turns - none.turns,
    promises: promises - none.promises,
    loads,
    resolutions,
  }));
}

const paired = (times, others) => times.map((time, round) => time / others[round]);
