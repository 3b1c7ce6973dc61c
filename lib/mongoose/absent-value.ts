import type { Comparable } from '../index.js';
import { holds, type PathKind } from './path-kind.js';
import type { PathShape } from './schema-shape.js';

/**
 * What a document holds in memory that lacks the path in the database: the default of the schema. `undefined` where that
 * cannot be known, and no comparison of the path finds the document, as none is answered in memory.
 */
export type Absent = Comparable | null | undefined;

/** The default of a path, if it is the same for every document. */
export function absentValue(path: PathShape, kind: PathKind): Absent {
  if (typeof path.defaultValue === 'function') return undefined;
  const held = path.applyGetters(path.getDefault(), undefined);
  return held === null || holds(kind, held) ? (held as Comparable | null) : undefined;
}

/**
 * For conditions that hold for a null: whoever writes them means documents that lack the path, too.
 * @throws TypeError for a path that Mongoose may leave out of a document
 */
export function expectPresence({ defaultValue, isRequired }: PathShape, name: string): void {
  if (defaultValue !== undefined || isRequired === true || /^[^.]+\._id$/.test(name)) return;
  throw new TypeError(
    `${name} may be missing in a document, which in memory is neither null nor anything else: ` +
      'give it `default: null` in the schema, or make it required.',
  );
}
