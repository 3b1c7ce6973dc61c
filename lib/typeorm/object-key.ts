import type { DataSource, EntityMetadata } from 'typeorm';
import type { ColumnKind } from './column-kind.js';
import { type ComparableColumn, comparableColumn } from './comparable-column.js';
import { idText } from './grant-subject.js';

/** How the objects of an entity are called in grants. */
export interface ObjectKey {
  /** The table, which entities that share one have in common, as they share its ids. */
  readonly resource: string;
  readonly at: ComparableColumn;
}

const KINDS: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['integer', 'bigint', 'uuid', 'text']);

/** @throws TypeError for an entity whose objects a grant cannot name */
export function objectKeyOf(metadata: EntityMetadata, dataSource: DataSource): ObjectKey {
  const [column, another] = metadata.primaryColumns;
  if (column === undefined || another !== undefined) {
    throw new TypeError(`${metadata.name} has no single primary column, which grants for its objects need.`);
  }
  const at = comparableColumn(metadata, column.propertyPath, dataSource);
  if (KINDS.has(at.kind)) return { resource: metadata.tableName, at };
  throw new TypeError(`${at.name} is no integer, uuid or text, which grants for objects need.`);
}

/** The entity that a class stands for. */
export function entityOf(target: unknown, dataSource: DataSource): EntityMetadata {
  if (typeof target === 'function' && dataSource.hasMetadata(target)) return dataSource.getMetadata(target);
  const name = typeof target === 'function' ? target.name : String(target);
  throw new TypeError(`${name} is no entity of the data source, and has no grants: name the class of the entity.`);
}

/**
 * The id of an object, as it stands in a grant.
 * @throws TypeError for an object that has none
 */
export function objectIdOf(object: object, { at }: ObjectKey, { driver }: DataSource): string {
  const id: unknown = driver.preparePersistentValue(at.column.getEntityValue(object), at.column);
  return storedId(id, at);
}

/** An id as the database has it, as it stands in a grant. */
export function storedId(id: unknown, { kind, name }: ComparableColumn): string {
  const text = idText(id, name);
  return kind === 'uuid' ? text.toLowerCase() : text;
}
