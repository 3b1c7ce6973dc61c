import type { Dialect } from './dialect.js';
import type { Field } from './prisma-schema.js';

/** How the values of a field are compared, and what a row holds of them. */
export type FieldKind =
  'boolean' | 'text' | 'enum' | 'uuid' | 'int16' | 'integer' | 'bigint' | 'float' | 'instant' | 'day';

type Natives = Readonly<Record<string, FieldKind>>;

/**
 * By the type of the field and the type of its column, where `''` is the one that Prisma takes by itself. Not here is what a
 * database pads (Char), folds (Citext), rounds (Real) or takes apart (Json), and the text of MySQL, whose collation takes
 * "A" for "a": no `where` of Prisma compares it otherwise.
 */
const KINDS: Readonly<Record<Dialect, Readonly<Record<string, Natives>>>> = {
  postgres: {
    String: { '': 'text', Text: 'text', VarChar: 'text', String: 'text', Uuid: 'uuid' },
    Int: { '': 'integer', Integer: 'integer', Int4: 'integer', SmallInt: 'int16', Int2: 'int16' },
    BigInt: { '': 'bigint', BigInt: 'bigint', Int8: 'bigint' },
    Float: { '': 'float', DoublePrecision: 'float', Float8: 'float' },
    Boolean: { '': 'boolean', Boolean: 'boolean', Bool: 'boolean' },
    DateTime: { '': 'instant', Timestamp: 'instant', Timestamptz: 'instant', Date: 'day' },
  },
  mysql: {
    Int: { '': 'integer', Int: 'integer', MediumInt: 'integer', SmallInt: 'int16' },
    BigInt: { '': 'bigint', BigInt: 'bigint' },
    Float: { '': 'float', Double: 'float' },
    Boolean: { '': 'boolean', TinyInt: 'boolean' },
    DateTime: { '': 'instant', DateTime: 'instant', Timestamp: 'instant', Date: 'day' },
  },
};

/** The kind of a field that is of a type of Prisma; none for one that database and memory do not compare alike. */
export function kindOf({ type, isList, native = '' }: Field, dialect: Dialect): FieldKind | undefined {
  const natives = isList || !Object.hasOwn(KINDS[dialect], type) ? {} : (KINDS[dialect][type] as Natives);
  return Object.hasOwn(natives, native) ? natives[native] : undefined;
}
