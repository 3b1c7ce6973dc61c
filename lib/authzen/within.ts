import { NoAnswer } from './no-answer.js';

/**
 * Does some work as long as there is time.
 * @param timeoutMs how long it may take, in milliseconds
 * @throws NoAnswer when time ran out; the signal of the work is aborted then
 */
export async function within<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new NoAnswer(`did not answer within ${String(timeoutMs)} ms (timeoutMs)`));
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(controller.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
