import { Contestant } from './contestant.mjs';
import { shuffled } from './shuffled.mjs';

/**
 * Measures all contenders of a scenario in turn, in random order within each round, so that whatever else the machine
 * does meets all of them alike.
 * @param contenders each with its name, and the contender of the scenario that it `plays`, with which `build`
 * @returns by contender: nanoseconds of every round, and what is exact of a request
 */
export async function contest(scenario, contenders, effort) {
  const results = Object.fromEntries(contenders.map(({ name }) => [name, { rounds: [] }]));
  for (let generation = 0; generation < effort.generations; generation++) {
    // peers are so far away that one generation tells enough
    const taking = generation === 0 ? contenders : contenders.filter(({ isPeer }) => !isPeer);
    const running = await Promise.all(taking.map((contender) => Contestant.start(scenario, contender)));
    for (const contestant of running) {
      await contestant.ask('verify');
      await contestant.ask('time', effort.warmUp);
    }
    for (let round = 0; round < effort.rounds; round++) {
      for (const index of shuffled([...running.keys()])) {
        results[taking[index].name].rounds.push(await running[index].ask('time', effort.batch));
      }
    }
    for (const contestant of running) contestant.stop();
  }
  // what is counted does not mind what else runs
  const counts = await Promise.all(contenders.map((contender) => countsOf(scenario, contender, effort.warmUp)));
  for (const [index, { name }] of contenders.entries()) Object.assign(results[name], counts[index]);
  return results;
}

async function countsOf(scenario, contender, warmUp) {
  const contestant = await Contestant.counting(scenario, contender);
  await contestant.ask('verify');
  await contestant.ask('time', warmUp);
  const bytes = await contestant.ask('bytes');
  const counts = await contestant.ask('counts');
  contestant.stop();
  return { bytes, ...counts };
}
