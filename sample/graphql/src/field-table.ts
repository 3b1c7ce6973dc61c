import type { AuditReport } from 'nestjs-permissions';

/** Every operation, and every field that a resolver answers, with the policy that applies: what the library enforces. */
export function fieldTable({ handlers }: AuditReport): string {
  const rows = handlers.flatMap(({ method, paths, permissions }) => paths.map((path) => [method, path, permissions]));
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
