import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { AuditReport } from '../index.js';
import { applicationModule, assertFile } from './application-module.js';
import { Baseline, writeBaseline } from './baseline.js';
import { type AuditCall, readCall } from './call.js';
import { CallError } from './call-error.js';
import { FORMATS } from './format.js';
import { HELP } from './help.js';
import { fails, judge, type JudgedReport, summary } from './judged-report.js';
import { libraryOf } from './library.js';
import { Progress } from './progress.js';
import type { Surroundings } from './surroundings.js';
import { visible, visibleLines } from './visible-text.js';

/** What the command ends with. */
export type ExitCode = 0 | 1 | 2;

/**
 * Does what the words of a call ask for.
 * @returns 0 where nothing was found, 1 where something was, 2 where nothing was audited
 */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  try {
    const call = readCall(words);
    if (call.command === 'audit') return await audit(call, surroundings);
    await surroundings.out.write(call.command === 'help' ? HELP : `${surroundings.version}\n`);
    return 0;
  } catch (error) {
    await surroundings.err.write(`${errorLines(error).join('\n')}\n`);
    return 2;
  }
}

async function audit(call: AuditCall, surroundings: Surroundings): Promise<ExitCode> {
  const { folder, version, err } = surroundings;
  const at = (path: string): string => resolve(folder, path);
  const baseline = call.baseline === undefined ? undefined : at(call.baseline);
  // a baseline that cannot be read is said before the long work
  const known = baseline === undefined || call.updateBaseline ? new Baseline() : Baseline.read(baseline);
  const found = await auditedFile(call, surroundings);
  const accepted = call.updateBaseline ? new Baseline(found.findings) : known;
  const report = judge(found, accepted, { version, module: call.file.replaceAll('\\', '/') });
  const outdated = accepted.outdated(found.findings);
  if (outdated > 0) {
    await err.write(`${outdated} of the baseline: not found any more. Write it anew with --update-baseline.\n`);
  }
  await deliver(report, call, surroundings);
  if (baseline !== undefined && call.updateBaseline) writeBaseline(baseline, found.findings);
  return fails(report, call.failOn) ? 1 : 0;
}

async function auditedFile({ file, exported }: AuditCall, surroundings: Surroundings): Promise<AuditReport> {
  const { folder, load, err } = surroundings;
  const named = resolve(folder, file);
  assertFile(named);
  const path = realpathSync(named);
  const progress = new Progress(err);
  try {
    await progress.say(`Loading ${file}`);
    // before the application, whose decorators need what Nest brings
    const library = await libraryOf(path, surroundings);
    const module = await applicationModule(path, exported, load);
    await progress.say(`Auditing ${file}`);
    return await library.auditModule(module).catch((error: unknown) => {
      throw new CallError(`${path} cannot be audited.`, error);
    });
  } finally {
    await progress.end();
  }
}

async function deliver(report: JudgedReport, { format, output }: AuditCall, surroundings: Surroundings): Promise<void> {
  const { folder, out, err, colours } = surroundings;
  const text = FORMATS[format](report, output === undefined && out.isTTY && colours);
  if (output === undefined) return out.write(text);
  const path = resolve(folder, output);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  await err.write(`${visible(output)}: ${summary(report)}\n`);
}

function errorLines(error: unknown): readonly string[] {
  const { message, cause } = error as Error;
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : cause;
  return visibleLines([`nestjs-permissions: ${message}`, ...(cause === undefined ? [] : [String(stack)])].join('\n'));
}
