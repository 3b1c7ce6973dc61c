import type { PathShape } from './schema-shape.js';

/** What a document holds at a path: what `typeof` says, a Date, or an ObjectId that shows itself as text. */
export type PathKind = 'string' | 'number' | 'boolean' | 'bigint' | 'date' | 'id';

/**
 * By the name of the type. Not here is what a document holds as an object (Decimal128, Double, Buffer, Map), or as anything
 * (Mixed): it cannot be judged in memory.
 */
const KINDS: Readonly<Record<string, PathKind>> = {
  String: 'string',
  Number: 'number',
  Int32: 'number',
  Boolean: 'boolean',
  BigInt: 'bigint',
  Date: 'date',
};

const SAMPLE = '0123456789abcdef01234567';

/** The kind of a path; none for a path that MongoDB and memory do not compare alike. */
export function kindOf(path: PathShape): PathKind | undefined {
  if (path.instance === 'ObjectId') return showsText(path) ? 'id' : undefined;
  return path.getters.length === 0 && Object.hasOwn(KINDS, path.instance) ? KINDS[path.instance] : undefined;
}

/** Whether a document holds a value of this kind as it is. */
export function holds(kind: PathKind, value: unknown): boolean {
  if (kind === 'date') return value instanceof Date;
  return typeof value === (kind === 'id' ? 'string' : kind);
}

// an ObjectId is an object, which no value equals in memory, unless a getter makes a text of it
function showsText(path: PathShape): boolean {
  try {
    const shown = [SAMPLE, null].map((value) => path.applyGetters(path.castForQuery(null, value), undefined));
    return shown[0] === SAMPLE && shown[1] === null;
  } catch {
    return false;
  }
}
