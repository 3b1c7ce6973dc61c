import autocannon from 'autocannon';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { contendersOf } from '../harness/plan.mjs';
import { median } from '../harness/statistics.mjs';
import { scenarios } from '../scenarios/index.mjs';

const SERVER = join(import.meta.dirname, '../processes/server.mjs');
const CONNECTIONS = 32;

async function serve(scenario, { name, plays, build }) {
  const child = fork(SERVER, build === undefined ? [scenario, plays] : [scenario, plays, build]);
  const [port] = await once(child, 'message');
  return { name, child, url: `http://127.0.0.1:${port}/things/7`, perSecond: [], cpu: [] };
}

async function cpuOf({ child }) {
  child.send('cpu');
  const [microseconds] = await once(child, 'message');
  return microseconds;
}

/** Sends requests to a server for a while, as fast as it answers. */
async function fire(server, seconds) {
  const before = await cpuOf(server);
  const {
    '2xx': answered,
    non2xx,
    errors,
    duration,
  } = await autocannon({
    url: server.url,
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (answered === 0 || non2xx + errors > 0) throw new Error(`${server.name} did not answer every request with 200`);
  server.perSecond.push(answered / duration);
  server.cpu.push(((await cpuOf(server)) - before) / answered);
}

/** Requests over HTTP: what is left of the difference where a server does all the rest as well. */
async function over(scenario, builds, { loopback: { rounds, seconds } }, options) {
  const contenders = contendersOf(scenarios[scenario], builds, options);
  const servers = await Promise.all(contenders.map((contender) => serve(scenario, contender)));
  try {
    for (const server of servers) await fire(server, seconds);
    for (const server of servers) server.perSecond.length = server.cpu.length = 0;
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < servers.length; turn++) await fire(servers[(turn + round) % servers.length], seconds);
    }
  } finally {
    for (const { child } of servers) child.kill();
  }
  const none = servers.find(({ name }) => name === 'no guard');
  const paired = (server, what) => median(server[what].map((value, round) => value / none[what][round]));
  return servers.map((server) => ({
    scenario,
    contender: server.name,
    'requests/s': median(server.perSecond),
    'x no guard': paired(server, 'perSecond'),
    'server µs': median(server.cpu),
    'µs x no guard': paired(server, 'cpu'),
  }));
}

export async function loopback(builds, effort, options = {}) {
  const rows = [];
  for (const scenario of ['S2', 'S5']) rows.push(...(await over(scenario, builds, effort, options)));
  return { title: 'Over HTTP: Fastify and autocannon on the loopback device', rows };
}
