import type { AuditedHandler, AuditFinding, AuditReport, FindingSeverity } from '../index.js';
import type { Baseline } from './baseline.js';
import { isAtLeast, SEVERITIES } from './severity.js';

/** A finding, and whether the baseline accepts it. */
export interface JudgedFinding extends AuditFinding {
  readonly accepted: boolean;
}

/** An audit as the formats print it. */
export interface JudgedReport {
  /** The version of this package. */
  readonly version: string;
  /** The file that was audited, as it was called, with `/` on every system. */
  readonly module: string;
  readonly handlers: readonly AuditedHandler[];
  /** The gravest first. */
  readonly findings: readonly JudgedFinding[];
}

/** What an audit comes to when the baseline is known. */
export function judge(
  { handlers, findings }: AuditReport,
  baseline: Baseline,
  about: Pick<JudgedReport, 'version' | 'module'>,
): JudgedReport {
  const judged = findings.map((finding) => ({ ...finding, accepted: baseline.accepts(finding) }));
  return { ...about, handlers, findings: SEVERITIES.flatMap((each) => judged.filter((one) => one.severity === each)) };
}

/** Whether a finding is left that is at least this grave. */
export function fails({ findings }: JudgedReport, least: FindingSeverity | 'none'): boolean {
  return least !== 'none' && findings.some(({ severity, accepted }) => !accepted && isAtLeast(severity, least));
}

/** The whole audit in one line. */
export function summary({ handlers, findings }: JudgedReport): string {
  const open = findings.filter(({ accepted }) => !accepted);
  const accepted = findings.length - open.length;
  return [
    counted(handlers.length, 'handler'),
    ...SEVERITIES.map((each) => counted(open.filter(({ severity }) => severity === each).length, each)),
    ...(accepted === 0 ? [] : [`${accepted} accepted`]),
  ].join(', ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
