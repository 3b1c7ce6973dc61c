/** A number with as many digits as it deserves. */
export function figure(value) {
  if (typeof value !== 'number') return String(value);
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number.isInteger(value) || Object.is(Number(value.toFixed(digits)), -0)
    ? Math.round(value).toLocaleString('en')
    : Number(value.toFixed(digits)).toLocaleString('en');
}

/** Rows, all with the same keys, as a table. */
export function table(rows) {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const isNumeric = (column) => rows.some((row) => typeof row[column] === 'number');
  return [
    line(columns),
    line(columns.map((column) => (isNumeric(column) ? '--:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => (column in row ? figure(row[column]) : '')))),
  ].join('\n');
}
