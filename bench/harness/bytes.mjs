import process from 'node:process';

const SAMPLES = 12;
const MOST_BYTES = 48e6;
const MOST_REQUESTS = 3_000;

async function allocated(send, ask, count) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let request = 0; request < count; request++) await send(ask());
  return (process.memoryUsage().heapUsed - before) / count;
}

/**
 * How many bytes a request allocates: the least of some samples, because the engine allocates now and then for itself.
 * The process must run with `--expose-gc` and a young generation that is larger than what is allocated between the two
 * readings, so that nothing is collected meanwhile.
 */
export async function bytesOf(send, ask) {
  const roughly = await allocated(send, ask, 2);
  const count = Math.ceil(Math.min(MOST_REQUESTS, MOST_BYTES / roughly));
  let least = Infinity;
  for (let sample = 0; sample < SAMPLES; sample++) {
    for (let request = 0; request < count; request++) await send(ask());
    least = Math.min(least, await allocated(send, ask, count));
  }
  return least;
}
