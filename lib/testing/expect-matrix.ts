import { type MatrixCellText, wordings } from './matrix-cell.js';
import { type MatrixRow, rowName } from './matrix-row.js';
import type { PermissionMatrix } from './permission-matrix.js';

/** What a test says of a matrix: by row, and by persona. Rows and personas that are not mentioned may be as they like. */
export type ExpectedMatrix = Readonly<Record<string, Readonly<Record<string, MatrixCellText>>>>;

/** Compares a matrix with what a test expects. All failures are plain errors that name route, persona and both cells. */
export class MatrixExpectation {
  constructor(private readonly matrix: PermissionMatrix) {}

  /**
   * Cell by cell: `{ 'PATCH /posts/:id': { guest: 'deny 401', author: 'object' } }`.
   * @throws Error for cells that are different, and for a row or a persona that the matrix does not have
   */
  toMatch(expected: ExpectedMatrix): void {
    failWith(
      Object.entries(expected).flatMap(([name, cells]) => {
        const rows = this.rowsOf(name);
        return Object.entries(cells).flatMap(([persona, text]) =>
          rows.flatMap((row) => this.mismatch(row, persona, text)),
        );
      }),
    );
  }

  /**
   * That a persona gets in at these routes and at no other: everywhere else it is denied, whatever the object.
   * @throws Error naming the routes that are open, or closed, against expectation
   */
  toAdmitOnly(persona: string, routes: readonly string[]): void {
    for (const route of routes) this.rowsOf(route);
    failWith(
      this.matrix.rows
        .filter(({ object }) => object === undefined)
        .flatMap((row) => {
          const { verdict } = this.cell(row, persona);
          const expected = routes.includes(row.route) ? 'to be let in' : 'deny';
          const isExpected = verdict !== 'error' && (verdict === 'deny') === (expected === 'deny');
          return isExpected ? [] : [this.difference(row, persona, expected)];
        }),
    );
  }

  private mismatch(row: MatrixRow, persona: string, expected: string): readonly string[] {
    return wordings(this.cell(row, persona)).includes(expected) ? [] : [this.difference(row, persona, expected)];
  }

  private difference(row: MatrixRow, persona: string, expected: string): string {
    return `${rowName(row)}, ${persona}: expected ${expected}, is ${wordings(this.cell(row, persona)).at(-1) as string}`;
  }

  // two handlers of equal names may stand under one
  private rowsOf(name: string): readonly MatrixRow[] {
    const rows = this.matrix.rows.filter((row) => rowName(row) === name);
    if (rows.length > 0) return rows;
    throw new Error(`The matrix has no row "${name}". It has:\n  ${this.matrix.rows.map(rowName).join('\n  ')}`);
  }

  private cell({ cells }: MatrixRow, persona: string): MatrixRow['cells'][string] {
    const cell = Object.hasOwn(cells, persona) ? cells[persona] : undefined;
    if (cell !== undefined) return cell;
    throw new Error(`The matrix has no persona "${persona}". It has: ${this.matrix.personas.join(', ')}`);
  }
}

/** Says what a test expects of a matrix. */
export function expectMatrix(matrix: PermissionMatrix): MatrixExpectation {
  return new MatrixExpectation(matrix);
}

function failWith(differences: readonly string[]): void {
  if (differences.length > 0) {
    throw new Error(`The permission matrix is not as expected:\n  ${differences.join('\n  ')}`);
  }
}
