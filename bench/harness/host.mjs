// The process of one contender in one scenario: starts its application and does what the contest asks for.
import 'reflect-metadata';
import process from 'node:process';
import { scenarios } from '../scenarios/index.mjs';
import { start } from './application.mjs';
import { bytesOf } from './bytes.mjs';
import { countsOf } from './counts.mjs';
import { Pace } from './pace.mjs';
import { route } from './route.mjs';
import { verify } from './verify.mjs';

const [scenarioName, contender, build] = process.argv.slice(2);
const { contenders, requests } = scenarios[scenarioName];
const library = build === undefined ? undefined : await import(`${build}/index.js`);
const { send } = await start(route(contenders[contender](library)));
const { ask } = requests[0];
const pace = new Pace(many);

async function many(count) {
  for (let request = 0; request < count; request++) await send(ask());
}

const tasks = {
  verify: () => verify(contender, send, requests),
  counts: () => countsOf(send, ask()),
  bytes: () => bytesOf(many),
  time: (milliseconds) => pace.run(milliseconds),
};

process.on('message', async ([task, argument]) => {
  try {
    process.send({ value: await tasks[task](argument) });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.send({ value: 'ready' });
