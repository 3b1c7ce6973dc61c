import { lists } from '../parts/lists.mjs';
import { load } from '../parts/load.mjs';
import { loopback } from '../parts/loopback.mjs';
import { startUp } from '../parts/start-up.mjs';
import { tree } from '../parts/tree.mjs';
import { scenarios } from '../scenarios/index.mjs';
import { contest } from './contest.mjs';
import { contendersOf } from './plan.mjs';
import { summary } from './summary.mjs';

const parts = { tree, 'start-up': startUp, load, lists, http: loopback };

/** Everything that can be measured, by name. */
export const names = [...Object.keys(scenarios), ...Object.keys(parts)];

/** Measures one scenario, or one of the other parts. @returns its title and its rows */
export async function measure(name, builds, effort, options = {}) {
  if (name in parts) return parts[name](builds, effort, options);
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`There is no ${name} among ${names.join(', ')}.`);
  const results = await contest(name, contendersOf(scenario, builds, options), effort);
  return { title: `${name}: ${scenario.title}`, rows: summary(results, scenario) };
}
