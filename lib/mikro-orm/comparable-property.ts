import { dialectOf } from './dialect.js';
import type { EntityMetadata, EntityProperty, Platform } from './orm.js';
import { kindOf, type PropertyKind } from './property-kind.js';

/** A property that a condition may compare. */
export interface ComparableProperty {
  readonly property: EntityProperty;
  readonly kind: PropertyKind;
  /** How errors call it. */
  readonly name: string;
}

/**
 * The column behind a field.
 * @throws TypeError for a field that is no column, or one that database and memory do not compare alike
 */
export function comparableProperty(metadata: EntityMetadata, field: string, platform: Platform): ComparableProperty {
  const name = `${metadata.className}.${field}`;
  const property = Object.hasOwn(metadata.properties, field) ? metadata.properties[field] : undefined;
  if (property === undefined) {
    throw new TypeError(`${metadata.className} has no property \`${field}\`, which where() of a permission compares.`);
  }
  if (property.kind === 'embedded' || property.embedded !== undefined) {
    throw new TypeError(
      `${name} is embedded, and where() cannot look into it: give the entity a property of its own for what is compared.`,
    );
  }
  if (property.kind !== 'scalar' && property.mapToPk !== true) {
    throw new TypeError(
      `${name} is a relation: compare a field of it, as in { ${field}: { id: … } }, or its own column.`,
    );
  }
  if (!isStored(metadata, property)) {
    throw new TypeError(`${name} is no column of its own: let where() compare a property that is stored.`);
  }
  const { customType } = property;
  const isInSql = customType?.convertToDatabaseValueSQL !== undefined || customType?.convertToJSValueSQL !== undefined;
  const kind = isInSql ? undefined : kindOf(property, dialectOf(platform).dialect);
  if (kind === undefined) {
    throw new TypeError(
      `${name} is a column of type ${String(property.columnTypes?.[0])}, read as ${property.type}, which the database and ` +
        'memory compare differently: let where() compare another column, of type varchar for example.',
    );
  }
  return { property, kind, name };
}

// beside a relation, its column may be read a second time, without being written
function isStored(metadata: EntityMetadata, { persist, formula, fieldNames }: EntityProperty): boolean {
  if (formula !== undefined || fieldNames?.length !== 1) return false;
  return (
    persist !== false ||
    Object.values(metadata.properties).some(
      (other) => other.persist !== false && other.fieldNames?.includes(fieldNames[0] as string) === true,
    )
  );
}
