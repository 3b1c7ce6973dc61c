/** A path of Nest as `@nestjs/swagger` writes it: `/posts/:id` is `/posts/{id}`, and a wildcard a parameter too. */
export function documentPath(path: string): string {
  return namedWildcards(path).replace(
    /\\(.)|(::|\[:\])|\(\^[^)]*\)|[{}]|[:*]([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu,
    (_match, escaped: string | undefined, colon: string | undefined, name: string | undefined) =>
      name === undefined ? (escaped ?? (colon === undefined ? '' : ':')) : `{${name}}`,
  );
}

/** Nest gives the wildcards of older paths a name, by their place where there are several. */
function namedWildcards(path: string): string {
  if (/\/(\*|\(\.\*\)|\+)$/.test(path)) return path.replace(/(\*|\(\.\*\)|\+)$/, '*path');
  return path.replaceAll(/\/\*(?=\/)/g, (_match, offset: number) => `/*path${String(offset)}`);
}
