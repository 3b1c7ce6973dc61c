import { median } from './statistics.mjs';

/**
 * What the rounds of a scenario say, by contender: medians of differences and ratios that are paired by round.
 * @param reference the contender that the others are compared with
 */
export function summary(results, reference = 'hand-written') {
  const none = results['no guard'].rounds;
  const added = (name) => results[name].rounds.map((time, round) => time - none[round]);
  return Object.fromEntries(
    Object.entries(results).map(([name, { rounds, bytes, turns }]) => [
      name,
      {
        'whole ns': Math.round(median(rounds)),
        'added ns': Math.round(median(added(name))),
        'x hand-written': round(median(paired(added(name), added(reference)))),
        'added bytes': Math.round(bytes - results['no guard'].bytes),
        'added turns': turns - results['no guard'].turns,
      },
    ]),
  );
}

const paired = (times, others) => times.map((time, round) => time / others[round]);
const round = (value) => Math.round(value * 100) / 100;
