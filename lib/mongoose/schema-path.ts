import type { Ground } from './ground.js';
import type { PathShape } from './schema-shape.js';

/**
 * What the schema declares for a field.
 * @throws TypeError for a field that a discriminator declares otherwise
 */
export function schemaPath({ schema, inSchema, name }: Ground, field: string): PathShape | undefined {
  const key = inSchema + field;
  // a dot leads elsewhere in a query, and to nothing in memory
  if (field.includes('.') || !Object.hasOwn(schema.paths, key)) return undefined;
  const declared = schema.paths[key] as PathShape;
  for (const [discriminator, { paths }] of Object.entries(schema.discriminators ?? {})) {
    if (isAlike(declared, paths[key] as PathShape)) continue;
    throw new TypeError(
      `${name}.${field} is declared otherwise by the discriminator ${discriminator}: declare it in the base schema only.`,
    );
  }
  return declared;
}

function isAlike(one: PathShape, other: PathShape): boolean {
  const [marks, others] = [marksOf(one), marksOf(other)];
  return marks.every((mark, index) => mark === others[index]);
}

function marksOf({ instance, isRequired, defaultValue, getters, setters }: PathShape): readonly unknown[] {
  const initial = typeof defaultValue === 'function' ? 'function' : defaultValue;
  return [instance, isRequired === true, initial, getters.length, setters.length];
}
