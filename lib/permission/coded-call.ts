import { isPlainObject } from '../context/plain-object.js';
import type { PermissionResource } from './permission-backend.js';
import { PermissionsConfigurationError } from './permissions-configuration-error.js';
import { type ReadingOptions, RequiredCodes } from './required-codes.js';
import { quoted } from './required-names.js';

/** A call of a factory that makes rules about codes. */
export interface CodedCall {
  /** The call as it is written, which stands for all that it says. */
  readonly label: string;
  readonly codes: RequiredCodes;
}

/** A factory that makes rules about codes. */
export interface CodedFactory {
  readonly name: string;
  /** The options that it has. */
  readonly options: readonly string[];
  /** Whether reading needs a code, where that is not an option. */
  readonly requireView?: boolean;
}

/**
 * Reads the arguments of a factory.
 * @throws PermissionsConfigurationError for what is no resource, no option, no method, or no code
 */
export function codedCall(factory: CodedFactory, resource: PermissionResource, options: ReadingOptions): CodedCall {
  const shown = typeof resource === 'function' ? resource.name : literal(resource);
  const { name, options: known, ...fixed } = factory;
  try {
    if (!isPlainObject(options)) throw new TypeError('the options are no plain object.');
    const unknown = Object.keys(options).find((key) => !known.includes(key));
    if (unknown !== undefined) throw new TypeError(`there is no option "${unknown}"; it knows ${known.join(', ')}.`);
    const codes = new RequiredCodes(resource, { ...options, ...fixed });
    const written = Object.keys(options).length === 0 ? '' : `, ${literal(options)}`;
    return { codes, label: `${name}(${shown}${written})` };
  } catch (error) {
    throw new PermissionsConfigurationError(`${name}(${shown}): ${(error as Error).message}`);
  }
}

/** Options as a developer writes them, in one order. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted([value]);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (!isPlainObject(value)) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${key}: ${literal(member)}`);
  return `{ ${members.sort().join(', ')} }`;
}
