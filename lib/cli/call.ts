import { parseArgs } from 'node:util';
import type { FindingSeverity } from '../index.js';
import { CallError } from './call-error.js';
import { type Format, FORMATS } from './format.js';
import { SEVERITIES } from './severity.js';

/** What the command is asked to do. */
export type Call = { readonly command: 'help' | 'version' } | AuditCall;

/** `nestjs-permissions audit <module file>`, with all that was left to the defaults. */
export interface AuditCall {
  readonly command: 'audit';
  readonly file: string;
  readonly format: Format;
  readonly output: string | undefined;
  readonly failOn: FindingSeverity | 'none';
  readonly baseline: string | undefined;
  readonly updateBaseline: boolean;
  /** The name under which the file exports the module. */
  readonly exported: string | undefined;
}

const OPTIONS = {
  format: { type: 'string', default: 'table' },
  output: { type: 'string' },
  'fail-on': { type: 'string', default: 'error' },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean', default: false },
  export: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

/**
 * Understands the words of a call.
 * @throws CallError where one of them makes no sense
 */
export function readCall(words: readonly string[]): Call {
  const { values, positionals } = parsed(words);
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const [command, file, ...rest] = positionals;
  if (command === undefined) throw new CallError('Say what to do: nestjs-permissions audit <module file>.');
  if (command !== 'audit') throw new CallError(`There is no command "${command}"; the command is audit.`);
  if (file === undefined) throw new CallError('Name the built file of the root module, such as dist/app.module.js.');
  if (rest.length > 0) throw new CallError(`One file at a time: what is "${rest.join(' ')}"?`);
  const { output, baseline, 'update-baseline': updateBaseline, export: exported } = values;
  if (updateBaseline && baseline === undefined) throw new CallError('--update-baseline needs --baseline <file>.');
  return {
    ...{ command, file, output, baseline, updateBaseline, exported },
    format: oneOf('format', values.format, Object.keys(FORMATS) as Format[]),
    failOn: oneOf('fail-on', values['fail-on'], [...SEVERITIES, 'none']),
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CallError((error as Error).message);
  }
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new CallError(`--${option} is one of ${known.join(', ')}, not "${value}".`);
  return found;
}
