import { Contestant } from './contestant.mjs';

/**
 * Measures all contenders of a scenario in turn, in random order within each round, so that whatever else the machine
 * does meets all of them alike.
 * @param names the contenders; `builds` says which build of the library those of the library take
 * @returns by contender: nanoseconds of every round, bytes and microtask turns of a request
 */
export async function contest(scenario, contenders, { generations, rounds, warmUp, batch, bytes }) {
  const results = Object.fromEntries(contenders.map(({ name }) => [name, { rounds: [] }]));
  for (let generation = 0; generation < generations; generation++) {
    const running = await Promise.all(
      contenders.map(async (contender) => {
        const contestant = await Contestant.start(scenario, contender.plays, contender.build);
        return { ...contender, contestant };
      }),
    );
    for (const { contestant } of running) {
      if (generation === 0) await contestant.ask('verify');
      await contestant.ask('time', warmUp);
    }
    for (let round = 0; round < rounds; round++) {
      for (const { name, contestant } of shuffled(running)) {
        results[name].rounds.push(await contestant.ask('time', batch));
      }
    }
    for (const { contestant } of running) contestant.stop();
  }
  for (const { name, plays, build } of contenders) {
    const contestant = await Contestant.counting(scenario, plays, build);
    await contestant.ask('time', warmUp);
    results[name].bytes = await contestant.ask('bytes', bytes);
    results[name].turns = await contestant.ask('turns');
    contestant.stop();
  }
  return results;
}

function shuffled(list) {
  return list
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
