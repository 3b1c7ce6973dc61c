// npm run bench:soak: a million requests of all kinds in one process. The heap must not grow, and nothing may stay behind.
import 'reflect-metadata';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ours } from './contenders/ours.mjs';
import { start } from './harness/application.mjs';
import { snapshot } from './harness/builds.mjs';
import { route } from './harness/route.mjs';
import { user } from './harness/users.mjs';
import { scenarios } from './scenarios/index.mjs';

const { values: options } = parseArgs({ options: { requests: { type: 'string', default: '1000000' } } });
const REQUESTS = Number(options.requests);
const KINDS = ['S2', 'S4', 'S5', 'S6a', 'S6b', 'S6c', 'S7', 'S8', 'S9'];
const GROWTH = 1.05;

/** A rule that is asynchronous and bounded in time: what it waits with must be cleared. */
function boundedInTime(library) {
  class IsPatient extends library.BasePermission {
    async hasPermission({ user: caller }) {
      return caller !== null;
    }
  }
  return { ...ours(library, IsPatient), imports: [library.PermissionsModule.forRoot({ ruleTimeoutMs: 60_000 })] };
}

/** Listeners of the process, and what keeps it alive. */
const leftBehind = () => ({
  listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  timers: process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length,
});

function heap() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

const { builds, remove } = await snapshot({ ours: process.env.BENCH_BUILD ?? 'dist/esm' });
const library = await import(`${builds.ours}/index.js`);
const running = [];
for (const kind of KINDS) {
  const { contenders, requests } = scenarios[kind];
  const { app, send } = await start(route(contenders.ours(library)));
  running.push({ app, send: () => send(requests[0].ask()) });
}
const bounded = await start(route(boundedInTime(library)));
running.push({ app: bounded.app, send: () => bounded.send({ user: user() }) });
const before = leftBehind();

async function fire(count) {
  for (let request = 0; request < count; request++) await running[request % running.length].send();
}

await fire(REQUESTS / 5);
const warm = heap();
let highest = warm;
for (let part = 1; part <= 10; part++) {
  await fire((REQUESTS * 4) / 50);
  const now = heap();
  highest = Math.max(highest, now);
  console.log(
    `${REQUESTS / 5 + (REQUESTS * 4 * part) / 50} requests: ${(now / 1e6).toFixed(2)} MB, ${((100 * now) / warm).toFixed(1)} %`,
  );
}
await setTimeout(10);
const after = leftBehind();
for (const { app } of running) await app.close();
await remove();

if (highest > warm * GROWTH) throw new Error(`The heap grew from ${warm} to ${highest} bytes.`);
if (after.timers > before.timers) throw new Error(`${after.timers - before.timers} timers are left.`);
if (after.listeners > before.listeners) throw new Error(`${after.listeners - before.listeners} listeners are left.`);
console.log('The heap is flat, and no timers or listeners are left.');
