import { inspect } from 'node:util';
import { Agent } from 'node:http';
import { PermissionsConfigurationError } from 'nestjs-permissions';
import { AuthZenBackend, type AuthZenBackendOptions } from 'nestjs-permissions/authzen';

const url = 'https://pdp.example.com';

function problemsOf(options: unknown): readonly string[] {
  try {
    new AuthZenBackend(options as AuthZenBackendOptions);
  } catch (error) {
    if (error instanceof PermissionsConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the options of a decision point', () => {
  it.each([
    { url },
    { url: 'http://cerbos:3592' },
    { url: 'https://pdp.example.com/stores/1/' },
    { url, agent: new Agent() },
    { url, headers: Object.assign(Object.create(null), { 'X-Api-Key': 'k' }) as Record<string, string> },
    { url, headers: () => ({}), timeoutMs: 1, batchSize: 1 },
    { url, subject: () => ({ type: 'a', id: 'b' }), resource: () => ({ type: 'a', id: 'b' }), context: () => ({}) },
  ] satisfies AuthZenBackendOptions[])('may be %o', (options) => {
    expect(problemsOf(options)).toEqual([]);
  });

  it.each([
    [undefined, '"url" must be an address'],
    [{}, '"url" must be an address'],
    [{ url: '' }, '"url" must be an address'],
    [{ url: 'pdp.example.com' }, '"url" must be an address'],
    [{ url: 'ftp://pdp.example.com' }, '"url" must be an address'],
    [{ url: new URL(url) }, '"url" must be an address'],
    [{ url: 'https://key:secret@pdp.example.com' }, '"url" must not hold credentials: write them into "headers"'],
    [{ url: 'https://secret@pdp.example.com' }, '"url" must not hold credentials'],
    [{ url: `${url}?key=secret` }, '"url" must end with the path'],
    [{ url: `${url}#secret` }, '"url" must end with the path'],
    [{ url: `${url}/access/v1/evaluation` }, '"url" must end before /access/v1'],
    [{ url, timeoutMs: 0 }, '"timeoutMs" must be a whole number from 1 to 2147483647'],
    [{ url, timeoutMs: 2 ** 31 }, '"timeoutMs" must be'],
    [{ url, timeoutMs: '10' }, '"timeoutMs" must be'],
    [{ url, timeoutMs: undefined }, '"timeoutMs" must be'],
    [{ url, timeoutMs: Infinity }, '"timeoutMs" must be'],
    [{ url, batchSize: 0 }, '"batchSize" must be'],
    [{ url, batchSize: 1.5 }, '"batchSize" must be'],
    [{ url, subject: 'user' }, '"subject" must be a function'],
    [{ url, resource: {} }, '"resource" must be a function'],
    [{ url, question: null }, '"question" must be a function'],
    [{ url, context: { a: 1 } }, '"context" must be a function'],
    [{ url, agent: { keepAlive: true } }, '"agent" must be an agent of node:http'],
    [{ url, headers: { authorization: 'secret\nx: y' } }, '"headers" must be an object of names and values'],
    [{ url, headers: { authorization: 'secret\u20ac' } }, '"headers" must be'],
    [{ url, headers: { 'a secret': 'x' } }, '"headers" must be'],
    [{ url, headers: { authorization: undefined } }, '"headers" must be'],
    [{ url, headers: { authorization: ['secret'] } }, '"headers" must be'],
    [{ url, headers: new Headers({ authorization: 'secret' }) }, '"headers" must be'],
    [{ url, headers: 'secret' }, '"headers" must be'],
    [{ url, headers: null }, '"headers" must be'],
    [{ url, timeout: 10 }, '"timeout" does not exist; there are url, subject,'],
  ])('are not %o, and the error does not repeat it', (options, problem) => {
    expect(problemsOf(options)).toEqual([expect.stringContaining(`AuthZenBackend: the option ${problem}`)]);
    expect(inspect(problemsOf(options))).not.toContain('secret');
  });

  it('are all wrong at once where they are', () => {
    expect(problemsOf({ timeoutMs: 0, cache: true })).toHaveLength(3);
  });
});
