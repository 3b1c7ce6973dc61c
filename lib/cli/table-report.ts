import type { FindingSeverity } from '../index.js';
import { COLUMNS, type HandlerCells, handlerCells, HEADINGS } from './handler-cells.js';
import { type JudgedFinding, type JudgedReport, summary } from './judged-report.js';
import { visible, visibleLines } from './visible-text.js';

const COLOURS: Readonly<Record<FindingSeverity, number>> = { error: 31, warning: 33, note: 36 };
const GREY = 90;

type Paint = (colour: number, text: string) => string;

/**
 * The report for a terminal.
 * @param colours whether the terminal shows colours
 */
export function tableReport(report: JudgedReport, colours: boolean): string {
  const paint: Paint = (colour, text) => (colours ? `\u001b[${colour}m${text}\u001b[0m` : text);
  const lines = [
    ...(report.handlers.length === 0 ? [] : [...handlerLines(report), '']),
    ...report.findings.flatMap((finding) => [...findingLines(finding, paint), '']),
    `${visible(report.module)}: ${summary(report)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function handlerLines({ handlers }: JudgedReport): readonly string[] {
  const cells = handlers.map(handlerCells);
  const columns = COLUMNS.map((column) => columnLines(column, cells)).filter(([, ...rows]) =>
    rows.some((row) => row !== ''),
  );
  const rows = ['', ...handlers].map((_, row) => columns.map((column) => padded(column, row)));
  return rows.map((row) => row.join('  ').trimEnd());
}

function columnLines(column: keyof HandlerCells, rows: readonly HandlerCells[]): readonly string[] {
  return [HEADINGS[column].toUpperCase(), ...rows.map((row) => visible(row[column]))];
}

function padded(column: readonly string[], row: number): string {
  const text = column[row] as string;
  return text + ' '.repeat(Math.max(...column.map(width)) - width(text));
}

function width(text: string): number {
  return Array.from(text).length;
}

function findingLines(finding: JudgedFinding, paint: Paint): readonly string[] {
  const { severity, accepted, code, where, message, remedy } = finding;
  const weight = accepted ? paint(GREY, `${severity}, accepted`) : paint(COLOURS[severity], severity);
  return [
    `${weight}  ${code}  ${visible(where)}`,
    ...indented(message, '  '),
    ...(remedy === undefined ? [] : ['', ...indented(remedy, '      ')]),
  ];
}

function indented(text: string, by: string): readonly string[] {
  return visibleLines(text).map((line) => `${by}${line}`.trimEnd());
}
