import process from 'node:process';

const SETTLED = 6;
const MOST_BYTES = 48e6;
const MOST_TIMES = 2_000;
/** Flags of node with which nothing is collected between the two readings. */
export const COUNTING = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];

async function allocated(many, count) {
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  await many(count);
  return (process.memoryUsage().heapUsed - before) / count;
}

/**
 * How many bytes a thing allocates: the least of all samples, until some more of them find nothing less. The engine
 * allocates now and then for itself, and code allocates less once it is optimised.
 * @param many does the thing so many times
 */
export async function bytesOf(many) {
  const roughly = await allocated(many, 2);
  const count = Math.ceil(Math.min(MOST_TIMES, MOST_BYTES / roughly));
  let least = Infinity;
  for (let since = 0; since < SETTLED; since++) {
    await many(count);
    const sample = await allocated(many, count);
    if (sample < least * 0.99) since = 0;
    least = Math.min(least, sample);
  }
  return least;
}
