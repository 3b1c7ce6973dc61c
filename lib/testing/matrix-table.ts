import { inTable, remarkOn } from './matrix-cell.js';
import type { MatrixRow } from './matrix-row.js';

/** Rows as lines of aligned columns; conditions and messages stand below their row, so that they widen no column. */
export function matrixTable(personas: readonly string[], rows: readonly MatrixRow[]): string {
  const table = rows.map((row) => [labelOf(row), ...personas.map((persona) => inTable(cellOf(row, persona)))]);
  const lines = [['', ...personas], ...table];
  const widths = ['', ...personas].map((_, column) =>
    lines.reduce((widest, line) => Math.max(widest, (line[column] as string).length), 0),
  );
  const [header, ...body] = lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
  return [header, ...body.flatMap((line, index) => [line, ...remarks(personas, rows[index] as MatrixRow)])].join('\n');
}

function labelOf({ route, object }: MatrixRow): string {
  return object === undefined ? route : `  with ${object}`;
}

function remarks(personas: readonly string[], row: MatrixRow): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const persona of personas) {
    const text = remarkOn(cellOf(row, persona));
    if (text !== undefined) byText.set(text, [...(byText.get(text) ?? []), persona]);
  }
  return [...byText].map(([text, those]) => `  ${those.join(', ')}: ${text}`);
}

function cellOf({ cells }: MatrixRow, persona: string): MatrixRow['cells'][string] {
  return cells[persona] as MatrixRow['cells'][string];
}
