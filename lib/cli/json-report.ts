import type { AuditedHandler } from '../index.js';
import type { JudgedFinding, JudgedReport } from './judged-report.js';
import { visibleJson } from './visible-text.js';

/** What `--format json` writes. Fields may be added to version 1; none is taken away or changes its meaning. */
export interface JsonReport {
  readonly version: 1;
  /** What wrote it. */
  readonly tool: { readonly name: 'nestjs-permissions'; readonly version: string };
  /** The file that was audited, as it was called. */
  readonly module: string;
  /** All handlers, by path. */
  readonly handlers: readonly AuditedHandler[];
  /** All findings, the gravest first; `accepted` are those of the baseline. */
  readonly findings: readonly JudgedFinding[];
}

/** The report for programs. */
export function jsonReport({ version, module, handlers, findings }: JudgedReport): string {
  const tool = { name: 'nestjs-permissions', version } as const;
  const report: JsonReport = { version: 1, tool, module, handlers, findings };
  return visibleJson(report);
}
