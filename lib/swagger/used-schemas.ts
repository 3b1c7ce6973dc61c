import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const PREFIX = '#/components/schemas/';

/** A document of fewer operations, without the schemas that only the operations of the whole one refer to. */
export function withUsedSchemas(document: OpenAPIObject, whole: OpenAPIObject): OpenAPIObject {
  // what was described has some
  const { schemas } = document.components as { readonly schemas: Schemas };
  const before = referredTo(withoutSchemas(whole), schemas);
  // what nothing referred to was put there on purpose
  const extra = Object.entries(schemas).filter(([name]) => !before.has(name));
  const used = referredTo([withoutSchemas(document), extra], schemas);
  const kept = Object.entries(schemas).filter(([name]) => used.has(name) || !before.has(name));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } };
}

function withoutSchemas(document: OpenAPIObject): object {
  return { ...document, components: { ...document.components, schemas: {} } };
}

/** The schemas that this refers to, and what these refer to in turn. */
function referredTo(from: unknown, schemas: Schemas): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (value: unknown): void => {
    if (typeof value === 'string' && value.startsWith(PREFIX)) {
      const name = value.slice(PREFIX.length);
      if (found.has(name)) return;
      found.add(name);
      follow(schemas[name]);
    }
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(follow);
  };
  follow(from);
  return found;
}
