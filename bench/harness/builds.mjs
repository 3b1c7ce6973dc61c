import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const BENCH = dirname(import.meta.dirname);

/**
 * Copies the builds that are to be measured to where they share one copy of Nest with all other contenders, and where
 * building again meanwhile disturbs nothing.
 * @param paths by contender: `ours`, and `baseline` to compare two builds
 * @returns where the copies are, and what removes them
 */
export async function snapshot(paths) {
  const home = join(BENCH, 'node_modules/.builds', String(process.pid));
  const builds = {};
  for (const [name, path] of Object.entries(paths)) {
    if (path === undefined) continue;
    const source = resolve(BENCH, '..', path);
    if (!existsSync(join(source, 'index.js'))) throw new Error(`There is no build in ${source}: npm run build`);
    builds[name] = join(home, name);
    await cp(source, builds[name], { recursive: true });
  }
  return { builds, remove: () => rm(home, { recursive: true, force: true }) };
}
