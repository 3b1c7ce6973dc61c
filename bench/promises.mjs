// What is exact on every machine, so that the smoke run can insist on it: turns, loads, resolutions, promises and bytes.

const MARGIN = 1.1;

/** @param results of the scenarios and parts @returns what is not as it should be, one sentence each */
export function broken(results) {
  const of = (name, contender = 'ours') => results[name].rows.find((row) => row.contender === contender);
  const problems = [];
  const atMost = (limit, measured, what) => {
    if (!(measured <= limit))
      problems.push(`${what}: ${Math.round(measured)}, and at most ${Math.round(limit)} is allowed`);
  };
  const exactly = (wanted, measured, what) => {
    if (measured !== wanted) problems.push(`${what}: ${measured} instead of ${wanted}`);
  };

  for (const name of ['S1', 'S2', 'S3', 'S4']) {
    const byHand = of(name, 'hand-written');
    atMost(byHand.turns, of(name).turns, `${name}, microtask turns`);
    atMost(byHand.promises, of(name).promises, `${name}, promises`);
    atMost((byHand.bytes + 256) * MARGIN, of(name).bytes, `${name}, bytes`);
  }
  atMost(of('S5', 'hand-written').turns + 1, of('S5').turns, 'S5, microtask turns');
  exactly(1, of('S5').loads, 'S5, loads');
  exactly(1, of('S6c').loads, 'S6c, loads');
  exactly(1, of('S7').resolutions, 'S7, resolutions');
  atMost(of('S8', 'empty guard').turns, of('S8').turns, 'S8, microtask turns');
  atMost(of('S8', 'empty guard').bytes * MARGIN, of('S8').bytes, 'S8, bytes');
  atMost(of('S9', 'interceptor with a loop').promises + 10, of('S9').promises, 'S9, promises');
  exactly(of('S9').promises, of('S10b').promises, 'promises for 10,000 returned entities, as for 100');
  const tree = results.tree.rows.find(({ tree: what, contender }) => what === 'all ten asked' && contender === 'ours');
  atMost(16, tree.bytes, 'the tree of ten synchronous rules, bytes');
  return problems;
}
