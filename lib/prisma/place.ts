import type { Dialect } from './dialect.js';
import type { Fields, PrismaSchema } from './prisma-schema.js';

/** A condition as Prisma spells it. */
export type Filter = Readonly<Record<string, unknown>>;

/** Where a condition stands. */
export interface Place {
  /** The model whose rows are judged. */
  readonly model: string;
  readonly fields: Fields;
  /** What every row meets. */
  readonly all: Filter;
  /** What no row meets. */
  readonly none: Filter;
  readonly schema: PrismaSchema;
  readonly dialect: Dialect;
  /** Whether somebody negates the condition as a whole, for which a null must make it false and not unknown. */
  readonly isNegated: boolean;
}

const WITHOUT_LIST: ReadonlySet<string> = new Set(['Boolean', 'Json', 'Unsupported']);

/**
 * The rows of one model. Prisma's own `{}` and `{ OR: [] }` mean every row and none only where they stand alone: among
 * other conditions it drops them both, and so finds every row. A field that is compared with no values is not dropped.
 * @throws TypeError for a model that the schema does not have, or that has no field to compare so
 */
export function placeOf(model: string, { schema, dialect }: Pick<Place, 'schema' | 'dialect'>): Place {
  const fields: Fields = schema.models.get(model) ?? new Map();
  for (const [name, { type, isList }] of fields) {
    if (isList || WITHOUT_LIST.has(type) || schema.models.has(type)) continue;
    const constants = { all: { [name]: { notIn: [] } }, none: { [name]: { in: [] } } };
    return { model, fields, ...constants, schema, dialect, isNegated: false };
  }
  throw new TypeError(`${model} has no field that could be compared with a list of values.`);
}
