// under these words an empty object asks for something: a related row, a JSON value, or, in a list, nothing more
const SAYS_SOMETHING: ReadonlySet<string> = new Set([
  ...['AND', 'is', 'isNot', 'some', 'every', 'none', 'equals', 'not'],
  ...['array_contains', 'array_starts_with', 'array_ends_with', 'has', 'hasEvery', 'hasSome'],
]);

/**
 * Refuses in the caller's own conditions what Prisma takes for no condition at all: it drops `undefined` wherever it
 * stands, and then finds every row.
 * @throws TypeError that names the place
 */
export function expectConditions(where: object, path = ''): void {
  for (const key in where) {
    expectCondition((where as Record<string, unknown>)[key], key, path === '' ? key : `${path}.${key}`);
  }
}

function expectCondition(value: unknown, key: string, path: string): void {
  if (value === undefined) refuse(path, 'undefined');
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || isFieldReference(value)) return;
  if (Array.isArray(value)) {
    // among other conditions, Prisma drops an OR of nothing, too
    if (value.length === 0 && ['AND', 'OR', 'NOT'].includes(key)) refuse(path, '[]');
    value.forEach((each, index) => {
      expectCondition(each, key, `${path}[${String(index)}]`);
    });
    return;
  }
  const isPlain = Object.getPrototypeOf(value) === Object.prototype;
  if (isPlain && Object.keys(value).length === 0 && !SAYS_SOMETHING.has(key)) refuse(path, '{}');
  expectConditions(value, path);
}

function refuse(path: string, what: string): never {
  throw new TypeError(`scopedWhere() got ${path}: ${what}, which Prisma takes for no condition: leave it out.`);
}

// it has a member that is undefined, and is a value
function isFieldReference(value: object): boolean {
  return typeof (value as { readonly _toGraphQLInputType?: unknown })._toGraphQLInputType === 'function';
}
