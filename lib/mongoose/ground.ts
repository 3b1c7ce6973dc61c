import type { SchemaShape } from './schema-shape.js';

/** A condition of a query. */
export type Filter = Record<string, unknown>;

/** What a condition is about: a document, or an object inside of it. */
export interface Ground {
  readonly schema: SchemaShape;
  /** Where the object stands in its schema, and in the query: empty, or with a dot at its end. */
  readonly inSchema: string;
  readonly inQuery: string;
  /** How errors call it. */
  readonly name: string;
  /** Whether a document is found, too, of which memory could not say that it meets the condition. */
  readonly isWide: boolean;
  /** Whether the collection compares texts otherwise than letter by letter. */
  readonly isCollated: boolean;
  /** Marks operators as ours, for applications in which Mongoose sanitizes filters. */
  readonly trusted: (operators: Filter) => Filter;
}
