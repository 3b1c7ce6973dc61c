import process from 'node:process';
import { median } from './statistics.mjs';

/**
 * How many bytes a request allocates. The process must run with `--expose-gc` and a young generation that is larger
 * than what is allocated between the two readings, so that nothing is collected meanwhile.
 */
export async function bytesOf(send, ask, { count, samples = 5 }) {
  const bytes = [];
  for (let sample = 0; sample < samples; sample++) {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    for (let request = 0; request < count; request++) await send(ask());
    bytes.push((process.memoryUsage().heapUsed - before) / count);
  }
  return median(bytes);
}
