import { statSync } from 'node:fs';
import { CallError } from './call-error.js';
import type { Load } from './surroundings.js';

const MODULE_KEYS = ['imports', 'controllers', 'providers', 'exports'];
const USUAL_NAME = 'AppModule';

/**
 * Looks whether this is a file.
 * @throws CallError where it is none
 */
export function assertFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new CallError(`There is no file ${path}. Build the application first.`);
  if (!found.isFile()) throw new CallError(`${path} is no file. Name that of the root module, such as app.module.js.`);
}

/**
 * The root module that a file exports.
 * @param name under which it is exported; by default the one module there is, or `AppModule`
 * @throws CallError where the file cannot be loaded, or says of no module that it is the one
 */
export async function applicationModule(path: string, name: string | undefined, load: Load): Promise<object> {
  const exported = exportsOf(await loaded(path, load));
  return name === undefined ? onlyModule(path, exported) : namedModule(path, name, exported);
}

async function loaded(path: string, load: Load): Promise<object> {
  try {
    return (await load(path)) as object;
  } catch (error) {
    const hint = /\.[cm]?ts$/.test(path) ? ' Name the built file, such as dist/app.module.js.' : '';
    throw new CallError(`${path} cannot be loaded.${hint}`, error);
  }
}

/** All that a file exports by name; what CommonJS exports can be found in `default` only. */
function exportsOf(namespace: object): ReadonlyMap<string, unknown> {
  const { default: whole } = namespace as { default?: unknown };
  const inner = typeof whole === 'object' && whole !== null ? Object.entries(whole) : [];
  return new Map([...inner, ...Object.entries(namespace)]);
}

function namedModule(path: string, name: string, exported: ReadonlyMap<string, unknown>): object {
  const found = exported.get(name);
  if (isClass(found) || isDynamicModule(found)) return found;
  const names = [...exported].filter(([, value]) => isClass(value) || isDynamicModule(value)).map(([each]) => each);
  const instead = names.length === 0 ? 'no class' : names.join(', ');
  throw new CallError(`${path} exports no module "${name}". It exports ${instead}.`);
}

function onlyModule(path: string, exported: ReadonlyMap<string, unknown>): object {
  const usual = exported.get(USUAL_NAME);
  // a module of which nothing is said bears no trace of its decorator
  if (isClass(usual)) return usual;
  const modules = new Set([...exported.values()].filter(isModule));
  const [only] = modules;
  if (only === undefined)
    throw new CallError(`${path} exports no class with @Module(). Name the file of the root module.`);
  if (modules.size === 1) return only;
  const names = [...modules].map((each) => [...exported].find(([, value]) => value === each)?.[0]);
  throw new CallError(`${path} exports several modules: ${names.join(', ')}. Choose one with --export.`);
}

function isModule(value: unknown): value is object {
  return isClass(value) && MODULE_KEYS.some((key) => Reflect.hasOwnMetadata(key, value));
}

function isClass(value: unknown): value is object {
  return typeof value === 'function';
}

function isDynamicModule(value: unknown): value is object {
  return isClass((Object(value) as { module?: unknown }).module);
}
