import { median } from './statistics.mjs';

/**
 * What the rounds of a scenario say, by contender: medians of differences and ratios that are paired by round.
 * @param compare `added` compares what a contender adds to no guard, `whole` the whole requests
 */
export function summary(results, { references = ['hand-written'], compare = 'added' }) {
  const none = results['no guard'];
  const added = (name) => results[name].rounds.map((time, round) => time - none.rounds[round]);
  const compared = (name) => (compare === 'added' ? added(name) : results[name].rounds);
  return Object.entries(results).map(([contender, { rounds, bytes, turns, promises, loads, resolutions }]) => ({
    contender,
    whole: median(rounds),
    added: median(added(contender)),
    ratios: Object.fromEntries(
      references
        .filter((reference) => reference in results)
        .map((reference) => [reference, median(paired(compared(contender), compared(reference)))]),
    ),
    bytes: bytes - none.bytes,
    turns: turns - none.turns,
    promises: promises - none.promises,
    loads,
    resolutions,
  }));
}

const paired = (times, others) => times.map((time, round) => time / others[round]);
