// under these words an empty object asks for something: a related row, a JSON object, or, in a list, nothing more
const SAYS_SOMETHING = new Set(['AND', 'OR', 'is', 'isNot', 'some', 'every', 'none', 'equals', 'not']);

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
    if (value.length === 0 && (key === 'AND' || key === 'NOT')) refuse(path, '[]');
    value.forEach((each, index) => {
      expectCondition(each, 'AND', `${path}[${String(index)}]`);
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
