import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const PREFIX = '#/components/schemas/';

/** A document of fewer operations, without the schemas that only the operations of the whole one refer to. */
export function withUsedSchemas(document: OpenAPIObject, whole: OpenAPIObject): OpenAPIObject {
  const schemas = document.components?.schemas;
  if (schemas === undefined) return document;
  const [used, before] = [usedIn(document, schemas), usedIn(whole, schemas)];
  const kept = Object.entries(schemas).filter(([name]) => used.has(name) || !before.has(name));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(kept) } };
}

/** The schemas that anything but a schema refers to, and what these refer to in turn. */
function usedIn(document: OpenAPIObject, schemas: Schemas): ReadonlySet<string> {
  const used = new Set<string>();
  const follow = (value: unknown): void => {
    if (typeof value === 'string' && value.startsWith(PREFIX)) {
      const name = value.slice(PREFIX.length);
      if (used.has(name)) return;
      used.add(name);
      follow(schemas[name]);
    }
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(follow);
  };
  follow({ ...document, components: { ...document.components, schemas: undefined } });
  return used;
}
