import type { Comparable } from '../index.js';
import type { ComparablePath } from './comparable-path.js';
import { holds, type PathKind } from './path-kind.js';
import type { PathShape } from './schema-shape.js';

interface ObjectIdLike {
  toHexString(): string;
}

const OBJECT_ID = /^[\da-f]{24}$/;
const [SMALLEST, LARGEST] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * The value as MongoDB stores it, when a document that is read back would hold this very value. Otherwise nothing: no
 * document holds it, so nothing is equal to it, whatever Mongoose would cast it to.
 * @throws TypeError for a value that a setter of the path would replace in the query
 */
export function storedValue({ path, kind, name }: ComparablePath, value: Comparable): unknown {
  if (!holds(kind, value) || !isStorable(kind, value)) return undefined;
  const stored = inQuery(path, name, value instanceof Date ? new Date(value) : value);
  if (stored === undefined) return undefined;
  if (isSame(kind === 'id' ? (stored as ObjectIdLike).toHexString() : stored, value)) return stored;
  throw replaced(name, value);
}

/**
 * Null, where Mongoose lets it be.
 * @throws TypeError for a path whose setter would replace it in the query
 */
export function storedNull(path: PathShape, name: string): null {
  if (inQuery(path, name, null) === null) return null;
  throw replaced(name, null);
}

/** Whether two values are equal in memory. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  return one === other;
}

/** What Mongoose makes of a value in a query; nothing, where the type of the path has no such value. */
function inQuery(path: PathShape, name: string, value: unknown): unknown {
  try {
    return path.castForQuery(null, value);
  } catch (error) {
    if ((error as Error).name === 'CastError') return undefined;
    throw replaced(name, value, error);
  }
}

function replaced(name: string, value: unknown, cause?: unknown): TypeError {
  return new TypeError(
    `${name} has a setter, which Mongoose applies to queries, too, and which does not leave ${String(value)} as it is: ` +
      'let where() compare what the setter leaves alone, or a path without one.',
    { cause },
  );
}

function isStorable(kind: PathKind, value: Comparable): boolean {
  switch (kind) {
    case 'id':
      return OBJECT_ID.test(value as string);
    case 'string':
      // what is not well-formed is replaced on the way to the database
      return Buffer.from(value as string).toString() === value;
    case 'bigint':
      return (value as bigint) >= SMALLEST && (value as bigint) <= LARGEST;
    default:
      return true;
  }
}
