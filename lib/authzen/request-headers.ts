import { validateHeaderName, validateHeaderValue } from 'node:http';

/**
 * The headers of a request: those of the application, and that JSON is sent and expected.
 * @throws TypeError for what HTTP does not allow; it names the header, and never the value, which may be a credential
 */
export function requestHeaders(given: unknown): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of entriesOf(given)) {
    validateHeaderName(name);
    if (typeof value !== 'string') throw new TypeError(`The header "${name}" is no text.`);
    validateHeaderValue(name, value);
    headers[name.toLowerCase()] = value;
  }
  return { ...headers, accept: 'application/json', 'content-type': 'application/json' };
}

// a Map or a `Headers` has no entries of its own, and what it holds would get lost
function entriesOf(given: unknown): [string, unknown][] {
  if (typeof given !== 'object' || given === null) throw new TypeError('The headers are no object.');
  const prototype: unknown = Object.getPrototypeOf(given);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return Object.entries(given);
  throw new TypeError('The headers are no plain object.');
}
