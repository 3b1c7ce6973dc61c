import type { Related } from '../index.js';
import type { Ground } from './ground.js';
import { schemaPath } from './schema-path.js';
import type { PathShape, SchemaShape } from './schema-shape.js';

/** Where sub-documents stand, which have a schema of their own. */
export type EmbeddedPath = PathShape & { readonly schema: SchemaShape };

const ELSEWHERE =
  'and a query of MongoDB follows no reference: embed what the rule reads, compare the id that is stored here, or ' +
  'filter in memory with scope.filter().';

/**
 * The path behind a relation; none for an object without a schema of its own.
 * @throws TypeError for what is no sub-document, as a reference, and for one where there are many
 */
export function embeddedPath(ground: Ground, { field, to }: Related): EmbeddedPath | undefined {
  const { schema, inSchema } = ground;
  const name = `${ground.name}.${field}`;
  const path = schemaPath(ground, field);
  if (path === undefined && schema.nested[inSchema + field] !== true) {
    throw new TypeError(
      Object.hasOwn(schema.virtuals, inSchema + field)
        ? `${name} is a virtual, ${ELSEWHERE}`
        : `${ground.name} has no sub-document \`${field}\`, which where() of a permission looks into.`,
    );
  }
  if (path !== undefined && !isEmbedded(path)) throw new TypeError(`${name} ${complaint(path)}`);
  const isMany = path !== undefined && isList(path);
  if (isMany !== (to === 'many')) {
    const remedy = isMany ? `{ ${field}: { some: { … } } }` : `{ ${field}: { … } }`;
    throw new TypeError(`${name} holds ${isMany ? 'many sub-documents' : 'one sub-document'}: write ${remedy}.`);
  }
  return path;
}

/** Whether a path holds an array of sub-documents. */
export function isList(path: PathShape): boolean {
  return path.$isMongooseDocumentArray === true;
}

function isEmbedded(path: PathShape): path is EmbeddedPath {
  return !isChanged(path) && path.schema !== undefined && (isList(path) || path.instance === 'Embedded');
}

function isChanged({ getters, setters }: PathShape): boolean {
  return getters.length > 0 || setters.length > 0;
}

function complaint(path: PathShape): string {
  const { instance, options, embeddedSchemaType, caster } = path;
  const element = embeddedSchemaType ?? caster;
  if (options.ref !== undefined || element?.options.ref !== undefined) return `is a reference, ${ELSEWHERE}`;
  if (isChanged(path)) {
    return 'has a getter or setter, and may be another in memory than in MongoDB: let where() look into a path without one.';
  }
  return `is of type ${instance}, which where() cannot look into: give it a schema of its own.`;
}
