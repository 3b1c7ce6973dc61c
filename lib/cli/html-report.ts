import { createHash } from 'node:crypto';
import { COLUMNS, handlerCells, HEADINGS } from './handler-cells.js';
import { SCRIPT } from './html-script.js';
import { STYLE } from './html-style.js';
import { type JudgedFinding, type JudgedReport, summary } from './judged-report.js';
import { SEVERITIES } from './severity.js';
import { visible, visibleLines } from './visible-text.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Nothing is loaded from anywhere, and only the two texts of this page are style and script. */
const POLICY = [
  ...["default-src 'none'", `style-src '${hashOf(STYLE)}'`, `script-src '${hashOf(SCRIPT)}'`],
  ...["base-uri 'none'", "form-action 'none'"],
].join('; ');

/** A row, with that by which it is filtered. */
interface Row {
  readonly kind: 'finding' | 'handler';
  readonly value: string;
  readonly cells: readonly string[];
}

/** The report as one page that needs nothing else; without scripts, it is the page without its filter. */
export function htmlReport(report: JudgedReport): string {
  const { module, version, findings, handlers } = report;
  const handlerRows = handlers.map((handler): Row => {
    const cells = handlerCells(handler);
    return { kind: 'handler', value: handler.method, cells: COLUMNS.map((column) => code(cells[column])) };
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Permissions of ${text(module)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Permissions</h1>
<p>${code(module)}: ${summary(report)}. nestjs-permissions ${text(version)}</p>
${filter(report)}
${table('Findings', ['Where', 'Severity', 'Code', 'Finding'], findings.map(findingRow))}
${table('Handlers', Object.values(HEADINGS), handlerRows)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function filter({ handlers }: JudgedReport): string {
  const methods = [...new Set(handlers.map(({ method }) => method))].sort();
  return `<form role="search" aria-label="Filter" autocomplete="off" hidden>
<label>Search <input type="search" name="search"></label>
<label>Severity of findings ${select('severity', SEVERITIES)}</label>
<label>Method of handlers ${select('method', methods)}</label>
<output></output>
</form>`;
}

function select(name: string, values: readonly string[]): string {
  const options = values.map((value) => `<option>${text(value)}</option>`);
  return `<select name="${name}"><option value="">all</option>${options.join('')}</select>`;
}

function findingRow({ severity, accepted, code: kind, where, message, remedy }: JudgedFinding): Row {
  const weight = accepted
    ? `<span class="accepted">${severity}, accepted</span>`
    : `<span class="${severity}">${severity}</span>`;
  const lines = visibleLines(message).map(escaped).join('<br>');
  const toWrite = remedy === undefined ? '' : `<pre>${visibleLines(remedy).map(escaped).join('\n')}</pre>`;
  return { kind: 'finding', value: severity, cells: [code(where), weight, code(kind), lines + toWrite] };
}

/** A table whose roles are written out: the cards of a narrow screen would take them away. */
function table(caption: string, headings: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return `<p>${caption}: none.</p>`;
  const head = headings.map((heading) => `<th role="columnheader" scope="col">${heading}</th>`).join('');
  const body = rows.map(({ kind, value, cells }) => {
    const written = cells.map((cell, column) => {
      const heading = `data-heading="${headings[column] as string}"`;
      return column === 0
        ? `<th role="rowheader" scope="row" ${heading}>${cell}</th>`
        : `<td role="cell" ${heading}>${cell}</td>`;
    });
    return `<tr role="row" data-kind="${kind}" data-value="${text(value)}">${written.join('')}</tr>`;
  });
  return `<table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${head}</tr></thead>
<tbody role="rowgroup">
${body.join('\n')}
</tbody>
</table>`;
}

function code(content: string): string {
  return content === '' ? '' : `<code>${text(content)}</code>`;
}

function text(content: string): string {
  return escaped(visible(content));
}

function escaped(content: string): string {
  return content.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
