import { type Absent, absentValue } from './absent-value.js';
import type { Ground } from './ground.js';
import { kindOf, type PathKind } from './path-kind.js';
import { schemaPath } from './schema-path.js';
import type { PathShape } from './schema-shape.js';

/** A path that a condition may compare. */
export interface ComparablePath {
  readonly path: PathShape;
  readonly kind: PathKind;
  /** What a document holds in memory that lacks the path in the database. */
  readonly absent: Absent;
  /** How the query calls it. */
  readonly key: string;
  /** How errors call it. */
  readonly name: string;
  readonly ground: Ground;
}

/**
 * The path behind a field.
 * @throws TypeError for a field that is no path, or one that MongoDB and memory do not compare alike
 */
export function comparablePath(ground: Ground, field: string): ComparablePath {
  const { inQuery } = ground;
  const name = `${ground.name}.${field}`;
  const path = schemaPath(ground, field);
  if (path === undefined) {
    return { path: idBehind(ground, field, name), kind: 'id', absent: undefined, key: `${inQuery}_id`, name, ground };
  }
  const kind = kindOf(path);
  if (kind === undefined) throw new TypeError(`${name} ${complaint(path, field)}`);
  if (kind === 'string' && ground.isCollated) {
    throw new TypeError(
      `${name} is compared by the collation of the schema, and not letter by letter: let where() compare a number or an id.`,
    );
  }
  return { path, kind, absent: absentValue(path, kind), key: inQuery + field, name, ground };
}

/** The ObjectId that Mongoose's own virtual `id` shows as text. */
function idBehind(ground: Ground, field: string, name: string): PathShape {
  const { schema, inSchema } = ground;
  const key = inSchema + field;
  if (schema.nested[key] === true) throw new TypeError(`${name} ${subDocument(field)}`);
  if (!Object.hasOwn(schema.virtuals, key)) {
    throw new TypeError(`${ground.name} has no path \`${field}\`, which where() of a permission compares.`);
  }
  const getters = schema.virtuals[key]?.getters as readonly { readonly name: string }[];
  const path = schemaPath(ground, '_id');
  if (path?.instance === 'ObjectId' && getters.map((getter) => getter.name).join() === 'idGetter') return path;
  throw new TypeError(`${name} is a virtual, which no query finds: let where() compare a path that is stored.`);
}

function complaint({ instance, schema, getters, $isMongooseDocumentArray }: PathShape, field: string): string {
  if ($isMongooseDocumentArray === true) {
    return `is an array of sub-documents: compare a field of them, as in { ${field}: { some: { … } } }.`;
  }
  if (schema !== undefined) return subDocument(field);
  if (instance === 'ObjectId') {
    const remedy =
      field === '_id'
        ? 'compare `id`.'
        : 'give it a getter that shows its text, get: (id) => id?.toString() ?? null, or store the text.';
    return `is an ObjectId, which no value of a rule equals in memory: ${remedy}`;
  }
  if (getters.length > 0) {
    return 'has a getter, which shows in memory what MongoDB does not compare: let where() compare a path without one.';
  }
  return (
    `is of type ${instance}, which MongoDB and memory compare differently: ` +
    'let where() compare another path, of type String for example.'
  );
}

function subDocument(field: string): string {
  return `is a sub-document: compare a field of it, as in { ${field}: { … } }.`;
}
