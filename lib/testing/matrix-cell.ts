/** What one persona comes to at one route. */
export type MatrixCell =
  | { readonly verdict: 'allow' }
  | { readonly verdict: 'deny'; readonly status: number; readonly code: string }
  /** It depends on the object; name some in `objects`, and they are judged. */
  | { readonly verdict: 'object' }
  /** A list of the objects that meet this condition. */
  | { readonly verdict: 'list'; readonly where: string }
  /** No PermissionsGuard runs here, whatever the permissions say. */
  | { readonly verdict: 'unguarded' }
  /** A rule threw, or gave no answer: a request would get no decision either. */
  | { readonly verdict: 'error'; readonly message: string };

/** A cell in words, as an expectation writes it. `deny`, `list` and `error` may say no more than that. */
export type MatrixCellText =
  | ('allow' | 'deny' | 'object' | 'list' | 'unguarded' | 'error')
  | `deny ${number}`
  | `deny ${number} ${string}`
  | `list ${string}`
  | `error ${string}`;

const USUAL_CODES: Readonly<Record<number, string>> = {
  401: 'not_authenticated',
  403: 'permission_denied',
  404: 'not_found',
};

/** Every way to say a cell, from the shortest to the one that says everything. */
export function wordings(cell: MatrixCell): readonly string[] {
  const { verdict } = cell;
  switch (verdict) {
    case 'deny':
      return [verdict, `deny ${cell.status}`, `deny ${cell.status} ${cell.code}`];
    case 'list':
    case 'error':
      return [verdict, `${verdict} ${remarkOn(cell) as string}`];
    case 'allow':
    case 'object':
    case 'unguarded':
      return [verdict];
  }
}

/** A cell in a table: a code that the status implies is left out, and what is long is a remark below. */
export function inTable(cell: MatrixCell): string {
  if (cell.verdict !== 'deny') return cell.verdict;
  const { status, code } = cell;
  return USUAL_CODES[status] === code ? `deny ${status}` : `deny ${status} ${code}`;
}

/** What is too long for a table: the condition of a list, the message of an error. */
export function remarkOn(cell: MatrixCell): string | undefined {
  if (cell.verdict === 'list') return cell.where;
  return cell.verdict === 'error' ? cell.message : undefined;
}
