import type { AuditReport } from 'nestjs-permissions';

/** Every route with the policy that applies to it: what the library enforces, not what somebody wrote about it. */
export function routeTable({ handlers }: AuditReport): string {
  const rows = handlers.flatMap(({ method, paths, object, permissions }) =>
    paths.map((path) => [method, path, object.length === 0 ? '-' : object.join(', '), permissions]),
  );
  const table = [['METHOD', 'PATH', 'OBJECT', 'POLICY'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
