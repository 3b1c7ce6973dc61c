import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { median } from './statistics.mjs';

const run = promisify(execFile);

/** Runs a script of this folder in a process of its own, and answers the numbers that it prints as JSON. */
export async function inProcess(script, args = [], flags = []) {
  const path = join(import.meta.dirname, '..', script);
  const { stdout } = await run(process.execPath, [...flags, path, ...args.map(String)]);
  return JSON.parse(stdout);
}

/**
 * Runs scripts in turn, in fresh processes, and answers the medians of their numbers.
 * @param runs by name: `[script, args, flags]`
 */
export async function repeated(times, runs) {
  const all = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < times; round++) {
    for (const [name, call] of Object.entries(runs)) all[name].push(await inProcess(...call));
  }
  const medians = (results) =>
    Object.fromEntries(Object.keys(results[0]).map((key) => [key, median(results.map((result) => result[key]))]));
  return Object.fromEntries(Object.entries(all).map(([name, results]) => [name, medians(results)]));
}
