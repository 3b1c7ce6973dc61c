import { RequestMethod } from '@nestjs/common';
import { isPlainObject } from '../context/plain-object.js';

/** The methods that codes can be named for; HEAD and OPTIONS follow GET. */
export type CodedMethod = Exclude<keyof typeof RequestMethod, 'ALL' | 'HEAD' | 'OPTIONS'>;

/** The codes that methods need: one, or several, all of which must be held. */
export type MethodCodes = Readonly<Partial<Record<CodedMethod, string | readonly [string, ...string[]]>>>;

const METHODS: readonly string[] = Object.keys(RequestMethod).filter(
  (key) => Number.isNaN(Number(key)) && !['ALL', 'HEAD', 'OPTIONS'].includes(key),
);

/**
 * The codes of a map, as lists.
 * @throws TypeError for a map that says nothing, a method that does not exist, and what is no code
 */
export function parseMethodCodes(map: unknown): readonly (readonly [method: string, codes: readonly string[]])[] {
  if (!isPlainObject(map) || Object.keys(map).length === 0) {
    throw new TypeError("`codes` says which codes a method needs, as in { POST: 'post.publish' }.");
  }
  return Object.entries(map).map(([method, codes]) => [method, codesFor(method, codes)] as const);
}

function codesFor(method: string, codes: unknown): readonly string[] {
  if (method === 'HEAD' || method === 'OPTIONS')
    throw new TypeError(`${method} follows GET: leave it out of \`codes\`.`);
  if (!METHODS.includes(method))
    throw new TypeError(`\`codes\` names "${method}", which is none of ${METHODS.join(', ')}.`);
  const list: readonly unknown[] = Array.isArray(codes) ? codes : [codes];
  if (list.length === 0) {
    throw new TypeError(`\`codes\` names no code for ${method}: give that action a permission of its own.`);
  }
  if (!list.every((code) => typeof code === 'string' && code !== '')) {
    throw new TypeError(`the codes of ${method} are strings such as 'post.publish', and not empty.`);
  }
  return Object.freeze([...list] as string[]);
}
