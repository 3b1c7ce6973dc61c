import { createHook } from 'node:async_hooks';
import { counters } from './counters.mjs';
import { turnsOf } from './turns.mjs';

/** What is exact of one request, on any machine: microtask turns, promises made, objects loaded, rules resolved. */
export async function countsOf(send, asked) {
  const turns = await turnsOf(send, asked);
  for (const name of Object.keys(counters)) counters[name] = 0;
  let promises = 0;
  const hook = createHook({ init: (_id, type) => void (type === 'PROMISE' && promises++) }).enable();
  await send(asked);
  hook.disable();
  return { turns, promises, ...counters };
}
