import type { MatrixCell } from './matrix-cell.js';

/** A route, or a route with one of the named objects, and what every persona comes to there. */
export interface MatrixRow {
  /** `PATCH /posts/:id`; `GET /posts (version 2)` where no path says the version. */
  readonly route: string;
  /** The named object that was judged; `undefined` in the row of the route itself. */
  readonly object: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly controller: string;
  readonly action: string;
  /** By the names of the personas. */
  readonly cells: Readonly<Record<string, MatrixCell>>;
}

/** How a row is called: its route, `PATCH /posts/:id with a draft` for a named object. */
export function rowName({ route, object }: MatrixRow): string {
  return object === undefined ? route : `${route} with ${object}`;
}
