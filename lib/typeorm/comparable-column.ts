import type { DataSource, EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { type ColumnKind, kindOf } from './column-kind.js';

/** A column that a condition may compare. */
export interface ComparableColumn {
  readonly column: ColumnMetadata;
  readonly kind: ColumnKind;
  /** How errors call it. */
  readonly name: string;
}

/**
 * The column behind a field.
 * @throws TypeError for a field that is no column, or one that database and memory do not compare alike
 */
export function comparableColumn(metadata: EntityMetadata, field: string, dataSource: DataSource): ComparableColumn {
  const name = `${metadata.name}.${field}`;
  const relation = metadata.findRelationWithPropertyPath(field);
  if (relation !== undefined) {
    throw new TypeError(
      `${name} is a relation: compare a field of it, as in { ${field}: { id: … } }, or its own column.`,
    );
  }
  const column = metadata.findColumnWithPropertyPathStrict(field);
  if (column === undefined) {
    throw new TypeError(`${metadata.name} has no column \`${field}\`, which where() of a permission compares.`);
  }
  const kind = column.isVirtualProperty ? undefined : kindOf(column, dataSource);
  if (kind === undefined) {
    const type = typeof column.type === 'function' ? column.type.name : column.type;
    throw new TypeError(
      `${name} is a column of type ${type}, which the database and memory compare differently: ` +
        'let where() compare another column, of type varchar for example.',
    );
  }
  if (kind === 'instant' && column.transformer !== undefined) {
    throw new TypeError(`${name} is a date behind a transformer: let where() compare a column without one.`);
  }
  return { column, kind, name };
}
