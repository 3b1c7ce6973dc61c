import { isPlainObject } from './plain-object.js';

/** The parameters of what has none. */
export const NO_PARAMS: Readonly<Record<string, unknown>> = Object.freeze({});

/** The parameters in a message; one that is no object, such as a text or a list, has none. */
export function paramsIn(message: unknown): Readonly<Record<string, unknown>> {
  return isPlainObject(message) ? message : NO_PARAMS;
}
