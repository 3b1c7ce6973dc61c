// The process of one contender in one scenario: starts its application and does what the contest asks for.
import 'reflect-metadata';
import process from 'node:process';
import { scenarios } from '../scenarios/index.mjs';
import { start } from './application.mjs';
import { bytesOf } from './bytes.mjs';
import { route } from './route.mjs';
import { turnsOf } from './turns.mjs';
import { verify } from './verify.mjs';

const [scenarioName, contender, build] = process.argv.slice(2);
const { contenders, requests } = scenarios[scenarioName];
const library = build === undefined ? undefined : await import(`${build}/index.js`);
const { send } = await start(route(contenders[contender](library)));
const { ask } = requests[0];

const tasks = {
  verify: () => verify(contender, send, requests),
  turns: () => turnsOf(send, ask()),
  bytes: (count) => bytesOf(send, ask, { count }),
  /** Nanoseconds of this process's CPU time a request, garbage collection included. */
  async time(count) {
    const before = process.cpuUsage();
    for (let request = 0; request < count; request++) await send(ask());
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1000) / count;
  },
};

process.on('message', async ([task, argument]) => {
  try {
    process.send({ value: await tasks[task](argument) });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.send({ value: 'ready' });
