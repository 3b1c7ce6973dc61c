import { type FieldKind, kindOf } from './field-kind.js';
import type { Place } from './place.js';
import type { Field } from './prisma-schema.js';

/** A field that a condition may compare. */
export interface ComparableField {
  readonly place: Place;
  readonly field: string;
  readonly kind: FieldKind;
  readonly isOptional: boolean;
  /** The values of an enum, as rows hold them. */
  readonly members: ReadonlySet<string>;
  /** How errors call it. */
  readonly name: string;
}

/**
 * The field that a condition compares.
 * @throws TypeError for a field that is not there, and for one that database and memory do not compare alike
 */
export function comparableField(place: Place, field: string): ComparableField {
  const { model, fields, schema, dialect } = place;
  const name = `${model}.${field}`;
  const found = fields.get(field);
  if (found === undefined) {
    throw new TypeError(`${model} has no field \`${field}\`, which where() of a permission compares.`);
  }
  if (schema.models.has(found.type)) {
    throw new TypeError(
      `${name} is a relation: compare a field of it, as in { ${field}: { id: … } }, or its own column.`,
    );
  }
  const members = schema.enums.get(found.type);
  const kind = members !== undefined && !found.isList ? 'enum' : kindOf(found, dialect);
  if (kind === undefined) throw new TypeError(`${name} is of type ${typeName(found)}${reason(found, place)}`);
  return { place, field, kind, isOptional: found.isOptional, members: members ?? new Set(), name };
}

function typeName({ type, isList, native }: Field): string {
  return `${type}${isList ? '[]' : ''}${native === undefined ? '' : ` (${native})`}`;
}

function reason({ type, isList }: Field, { dialect }: Place): string {
  return dialect === 'mysql' && type === 'String' && !isList
    ? ', which MySQL compares by its collation, where "A" is "a": let where() compare an id, a number or an enum.'
    : ', which the database and memory compare differently: let where() compare another field, of type Int for example.';
}
