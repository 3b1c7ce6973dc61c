import type { OpenAPIObject } from '@nestjs/swagger';

/** The parts of a document that this package reads and writes; Nest's own types of them are not exported. */
export type PathItem = OpenAPIObject['paths'][string];
export type Operation = NonNullable<PathItem['get']>;
export type Responses = Operation['responses'];
export type Security = NonNullable<OpenAPIObject['security']>;

const NO_OPERATIONS = new Set(['$ref', 'summary', 'description', 'servers', 'parameters']);

/** An operation with its place in the document. */
export interface PlacedOperation {
  readonly path: string;
  /** In upper case. */
  readonly method: string;
  readonly operation: Operation;
}

/** Every operation under the paths of a document. */
export function operationsOf({ paths }: OpenAPIObject): readonly PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) => placed(path, item));
}

/** The paths of a document with other operations; where there is none, it is left out, and a path that has no other too. */
export function withOperations(
  { paths }: OpenAPIObject,
  other: (operation: PlacedOperation) => Operation | undefined,
): OpenAPIObject['paths'] {
  const items = Object.entries(paths).flatMap(([path, item]) => {
    const before = placed(path, item);
    const after = before.flatMap((each) => {
      const operation = other(each);
      return operation === undefined ? [] : [[each.method.toLowerCase(), operation] as const];
    });
    if (after.length === 0 && before.length > 0) return [];
    const rest = Object.entries(item).filter(([key]) => !isMethod(key));
    return [[path, Object.fromEntries([...rest, ...after])] as const];
  });
  return Object.fromEntries(items);
}

function placed(path: string, item: PathItem): readonly PlacedOperation[] {
  return Object.entries(item)
    .filter(([key]) => isMethod(key))
    .map(([key, operation]) => ({ path, method: key.toUpperCase(), operation: operation as Operation }));
}

// everything else is taken for one: what is not known must not go unnoticed
function isMethod(key: string): boolean {
  return !NO_OPERATIONS.has(key) && !key.startsWith('x-');
}
