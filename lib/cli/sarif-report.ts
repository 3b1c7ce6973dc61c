import { createHash } from 'node:crypto';
import type { JudgedFinding, JudgedReport } from './judged-report.js';
import { visible, visibleJson } from './visible-text.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The report for code scanning, as SARIF 2.1.0. */
export function sarifReport({ version, module, findings }: JudgedReport): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const rules = codes.map((code) => ({ id: code, shortDescription: { text: sentence(code) } }));
  const driver = { name: 'nestjs-permissions', version, rules };
  const results = findings.map((finding) => resultOf(finding, codes.indexOf(finding.code), module));
  return visibleJson({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  });
}

function resultOf(finding: JudgedFinding, ruleIndex: number, module: string): object {
  const { code, severity, where, message, remedy, accepted } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: [`${where}: ${message}`, ...(remedy === undefined ? [] : [remedy])].join('\n\n') },
    locations: [
      {
        // metadata does not know its file, and code scanning shows nothing that has none
        physicalLocation: { artifactLocation: { uri: uriOf(module) }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: where }],
      },
    ],
    // what code scanning would else compute of the line, which is the same for all of them
    partialFingerprints: { primaryLocationLineHash: `${fingerprint([code, where, message])}:1` },
    ...(accepted ? { suppressions: [{ kind: 'external', justification: 'accepted by the baseline' }] } : {}),
  };
}

function uriOf(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(visible(part)))
    .join('/');
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

function sentence(code: string): string {
  const words = code.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
