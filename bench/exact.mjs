// What is exact on every machine, so that the smoke run can insist on it: turns, loads, resolutions, promises and bytes.

const MARGIN = 1.1;
// what every process reached so far, so that it is not lost; 256 is what is wanted
const BYTES_MORE = { S1: 256, S2: 256, S3: 320, S4: 640 };
// a context for each of ten rules
const BYTES_OF_CONTEXTS = 10 * 32;

/** @param results of the scenarios and parts @returns what is not as it should be, and where */
export function broken(results) {
  const of = (name, contender = 'ours') => results[name].rows.find((row) => row.contender === contender);
  const problems = [];
  const atMost = (name, limit, measured, what) => {
    if (!(measured <= limit))
      problems.push({ name, text: `${what}: ${Math.round(measured)}, and at most ${Math.round(limit)} is allowed` });
  };
  const exactly = (name, wanted, measured, what) => {
    if (measured !== wanted) problems.push({ name, text: `${what}: ${measured} instead of ${wanted}` });
  };

  for (const name of ['S1', 'S2', 'S3', 'S4']) {
    const byHand = of(name, 'hand-written');
    atMost(name, byHand.turns, of(name).turns, 'microtask turns');
    atMost(name, byHand.promises, of(name).promises, 'promises');
    atMost(name, (byHand.bytes + BYTES_MORE[name]) * MARGIN, of(name).bytes, 'bytes');
  }
  atMost('S5', of('S5', 'hand-written').turns, of('S5').turns, 'microtask turns');
  exactly('S5', 1, of('S5').loads, 'loads');
  exactly('S6c', 1, of('S6c').loads, 'loads');
  exactly('S7', 1, of('S7').resolutions, 'resolutions');
  atMost('S8', of('S8', 'empty guard').turns, of('S8').turns, 'microtask turns');
  atMost('S8', of('S8', 'empty guard').bytes * MARGIN, of('S8').bytes, 'bytes');
  atMost('S9', of('S9', 'interceptor with a loop').promises + 10, of('S9').promises, 'promises');
  const awaited = of('S10a', 'awaited loop in the handler');
  atMost('S10a', awaited.turns + 10, of('S10a').turns, 'microtask turns for 10,000 checks');
  atMost('S10a', awaited.promises + 20, of('S10a').promises, 'promises for 10,000 checks');
  exactly('S10b', of('S9').promises, of('S10b').promises, 'promises for 10,000 returned entities, as for 100');
  const tree = results.tree.rows.find(({ tree: what, contender }) => what === 'all ten asked' && contender === 'ours');
  atMost('tree', BYTES_OF_CONTEXTS * MARGIN, tree.bytes, 'bytes');
  return problems;
}
