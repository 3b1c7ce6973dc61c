/** A value as a cell shows it: a number with as many digits as it deserves. */
export function figure(value) {
  if (typeof value !== 'number') return String(value ?? '');
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  // adding zero makes a plain zero of a negative one
  return (Number(value.toFixed(digits)) + 0).toLocaleString('en');
}

/** Rows as a table, laid out as the formatter wants it. */
export function table(rows) {
  const columns = [...new Set(rows.flatMap(Object.keys))].map((name) => {
    const isNumeric = rows.some((row) => typeof row[name] === 'number');
    const cells = [name, ...rows.map((row) => figure(row[name]))];
    const width = Math.max(3, ...cells.map((cell) => cell.length));
    const [head, ...body] = cells.map((cell) => (isNumeric ? cell.padStart(width) : cell.padEnd(width)));
    return [head, isNumeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width), ...body];
  });
  return columns[0].map((_cell, line) => `| ${columns.map((column) => column[line]).join(' | ')} |`).join('\n');
}
