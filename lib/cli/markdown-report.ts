import { COLUMNS, handlerCells, HEADINGS } from './handler-cells.js';
import { type JudgedFinding, type JudgedReport, summary } from './judged-report.js';
import { visible, visibleLines } from './visible-text.js';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
// with the schemes and names that GitHub turns into links by itself
const MARKUP = /[\\`*_{}[\]()#+!|~]|:(?=\/\/)|(?<=www)\./gi;

/** The report for a pull request or a job summary. */
export function markdownReport(report: JudgedReport): string {
  const { module, handlers, findings } = report;
  const findingRows = findings.map(findingCells);
  const handlerRows = handlers.map((handler) => {
    const cells = handlerCells(handler);
    return COLUMNS.map((column) => (column === 'remarks' ? text(cells[column]) : code(cells[column])));
  });
  return [
    '# Permissions',
    `${code(module)}: ${summary(report)}`,
    ...section('Findings', ['Severity', 'Code', 'Where', 'Finding'], findingRows),
    ...section('Handlers', Object.values(HEADINGS), handlerRows),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(title: string, headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const table = [headings, headings.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [`## ${title}`, table.join('\n')];
}

function findingCells({ severity, accepted, code: kind, where, message, remedy }: JudgedFinding): readonly string[] {
  const weight = accepted ? `${severity}, accepted` : `**${severity}**`;
  // a cell is one line: no fence, and blanks that stay
  const lines = remedy === undefined ? [] : visibleLines(remedy).map((line) => code(line).replace(/ (?= )/g, '&nbsp;'));
  return [weight, code(kind), code(where), [...visibleLines(message).map(prose), ...lines].join('<br>')];
}

/** Prose in which decorators are code: outside of code, GitHub takes `@Name` for a person and sends a notice. */
function prose(line: string): string {
  return line
    .split(/(@[\w./-]+)/)
    .map((part, index) => (index % 2 === 1 ? code(part) : text(part)))
    .join('');
}

function code(content: string): string {
  return content === '' ? '' : `<code>${text(content)}</code>`;
}

function text(content: string): string {
  return visible(content)
    .replace(/[&<>]/g, (character) => ENTITIES[character] as string)
    .replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`);
}
