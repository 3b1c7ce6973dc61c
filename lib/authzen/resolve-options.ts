import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { PermissionsConfigurationError, USER_ID_KEYS } from '../index.js';
import { idOf, isText } from './entity.js';
import type { AuthZenBackendOptions, AuthZenQuestion } from './options.js';
import { requestHeaders } from './request-headers.js';

type Check = (value: unknown) => string | undefined;

// what Node's timers can hold; beyond it they fire at once
const LONGEST_TIMER = 2 ** 31 - 1;

const isFunction: Check = (value) => (typeof value === 'function' ? undefined : 'must be a function');
const isCount: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LONGEST_TIMER
    ? undefined
    : `must be a whole number from 1 to ${String(LONGEST_TIMER)}`;

const CHECKS: Readonly<Record<keyof AuthZenBackendOptions, Check>> = {
  url: urlProblem,
  subject: isFunction,
  resource: isFunction,
  question: isFunction,
  context: isFunction,
  headers: headersProblem,
  agent: (value) => (value instanceof Agent ? undefined : 'must be an agent of node:http or node:https'),
  timeoutMs: isCount,
  batchSize: isCount,
};

const DEFAULTS = {
  subject: (user: object) => ({
    type: 'user',
    id: idOf(user, USER_ID_KEYS, 'Say who the user is: subject: (user) => ({ type, id }).'),
  }),
  resource: (object: object | undefined, type: string) => ({
    type,
    id:
      object === undefined
        ? '*'
        : idOf(object, ['id', '_id'], 'Say what the object is: resource: (object, type) => ({ type, id }).'),
  }),
  question: (code: string): AuthZenQuestion => {
    const dot = code.lastIndexOf('.');
    return { resource: code.slice(0, Math.max(dot, 0)), action: code.slice(dot + 1) };
  },
  context: () => ({}),
  headers: {},
  timeoutMs: 2_000,
  batchSize: 50,
} satisfies Omit<AuthZenBackendOptions, 'url' | 'agent'>;

export type ResolvedAuthZenOptions = Required<AuthZenBackendOptions>;

/**
 * Checks the options and fills in the defaults. No message repeats a value: an address or a header may hold a credential.
 * @throws PermissionsConfigurationError for everything that is not exactly an option
 */
export function resolveOptions(written: AuthZenBackendOptions): ResolvedAuthZenOptions {
  const options: Partial<AuthZenBackendOptions> = written;
  const problems = Object.entries({ url: undefined, ...options }).flatMap(([name, value]) => problemOf(name, value));
  const [first, ...others] = problems;
  if (first !== undefined) throw new PermissionsConfigurationError(first, ...others);
  return Object.freeze({ ...DEFAULTS, agent: agentFor(written.url), ...written });
}

// connections that idle longer may be closed by the other side at the moment they are used
const CONNECTIONS = { keepAlive: true, maxSockets: 64, timeout: 4_000 } as const;

function agentFor(url: string): Agent {
  return new URL(url).protocol === 'https:' ? new SecureAgent(CONNECTIONS) : new Agent(CONNECTIONS);
}

function problemOf(name: string, value: unknown): readonly string[] {
  if (!Object.hasOwn(CHECKS, name)) {
    return [`AuthZenBackend: the option "${name}" does not exist; there are ${Object.keys(CHECKS).join(', ')}.`];
  }
  const problem = CHECKS[name as keyof AuthZenBackendOptions](value);
  return problem === undefined ? [] : [`AuthZenBackend: the option "${name}" ${problem}.`];
}

function urlProblem(value: unknown): string | undefined {
  const url = isText(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    return 'must be an address that begins with https:// or http://';
  if (url.username !== '' || url.password !== '') return 'must not hold credentials: write them into "headers"';
  if (url.search !== '' || url.hash !== '') return 'must end with the path, without ? and #';
  if (/\/access\/v1\b/.test(url.pathname)) return 'must end before /access/v1, which is added';
  return undefined;
}

function headersProblem(value: unknown): string | undefined {
  if (typeof value === 'function') return undefined;
  try {
    requestHeaders(value);
    return undefined;
  } catch {
    return 'must be an object of names and values that HTTP allows, or a function that answers one';
  }
}
