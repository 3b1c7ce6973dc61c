import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AuditFinding } from '../index.js';
import { CallError } from './call-error.js';

const VERSION = 1;
const FIELDS = ['severity', 'code', 'where', 'message'] as const;
type Entry = Record<(typeof FIELDS)[number], string>;

/** The findings that somebody has looked at and accepted. One whose severity, place or text changes is a new one. */
export class Baseline {
  private readonly keys: ReadonlySet<string>;

  /** @param findings what is accepted; nothing, unless somebody says so */
  constructor(findings: readonly Entry[] = []) {
    this.keys = new Set(findings.map(keyOf));
  }

  /**
   * Reads what {@link writeBaseline} wrote.
   * @throws CallError where the file cannot be read or says something else
   */
  static read(path: string): Baseline {
    let content: unknown;
    try {
      content = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      const remedy = 'Write it with --update-baseline, once its findings were looked at.';
      throw new CallError(`The baseline ${path} cannot be read: ${(error as Error).message}. ${remedy}`);
    }
    if (!isBaseline(content)) {
      throw new CallError(`${path} is no baseline of version ${VERSION}. Write it with --update-baseline.`);
    }
    return new Baseline(content.accepted);
  }

  accepts(finding: AuditFinding): boolean {
    return this.keys.has(keyOf(finding));
  }

  /** How many accepted findings are not among these any more. */
  outdated(findings: readonly AuditFinding[]): number {
    const found = new Set(findings.map(keyOf));
    return [...this.keys].filter((key) => !found.has(key)).length;
  }
}

/** Accepts these findings, and forgets all that were accepted before. */
export function writeBaseline(path: string, findings: readonly AuditFinding[]): void {
  const accepted = findings.map((finding) => Object.fromEntries(FIELDS.map((field) => [field, finding[field]])));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ version: VERSION, accepted }, null, 2)}\n`);
}

function keyOf(finding: Entry): string {
  return JSON.stringify(FIELDS.map((field) => finding[field]));
}

function isBaseline(content: unknown): content is { accepted: readonly Entry[] } {
  const { version, accepted } = Object(content) as Record<string, unknown>;
  return version === VERSION && Array.isArray(accepted) && accepted.every(isEntry);
}

function isEntry(entry: unknown): boolean {
  const fields = Object(entry) as Record<string, unknown>;
  return FIELDS.every((field) => typeof fields[field] === 'string');
}
