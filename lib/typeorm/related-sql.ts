import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { RelationMetadata } from 'typeorm/metadata/RelationMetadata.js';
import type { Related } from '../index.js';

/** How a statement calls the rows on both sides of a relation; nothing is escaped yet. */
export interface RelatedNames {
  /** The rows that have the relation. */
  readonly alias: string;
  /** The rows on the other side. */
  readonly related: string;
  /** Writes a path of identifiers. */
  readonly escape: (...path: readonly string[]) => string;
}

/**
 * The rows that have, or do not have, a related row: an EXISTS, which neither repeats nor loses rows as a join would.
 * @throws TypeError for a relation that is not there, or leads to another number of rows than the condition says
 */
export function relatedSql(
  metadata: EntityMetadata,
  relation: Related,
  names: RelatedNames,
  condition: (target: EntityMetadata) => string,
): string {
  const found = relationOf(metadata, relation);
  const { inverseEntityMetadata: target } = found;
  const { related, escape } = names;
  const deleted = target.deleteDateColumn;
  const conditions = [
    ...links(found, names),
    // rows that are softly deleted are not loaded with a relation either
    ...(deleted === undefined ? [] : [`${escape(related, deleted.databaseName)} IS NULL`]),
    condition(target),
  ];
  const from = `${escape(...target.tablePath.split('.'))} ${escape(related)}${junctionOf(found, names)}`;
  return `${relation.exists ? '' : 'NOT '}EXISTS (SELECT 1 FROM ${from} WHERE ${conditions.join(' AND ')})`;
}

function relationOf(metadata: EntityMetadata, { field, to }: Related): RelationMetadata {
  const name = `${metadata.name}.${field}`;
  const relation = metadata.findRelationWithPropertyPath(field);
  if (relation === undefined) {
    throw new TypeError(
      metadata.findEmbeddedWithPropertyPath(field) === undefined
        ? `${metadata.name} has no relation \`${field}\`, which where() of a permission follows.`
        : `${name} is embedded, and where() cannot look into it: give the entity a column of its own for what is compared.`,
    );
  }
  const isMany = relation.isOneToMany || relation.isManyToMany;
  if (isMany !== (to === 'many')) {
    const remedy = isMany ? `{ ${field}: { some: { … } } }` : `{ ${field}: { … } }`;
    throw new TypeError(`${name} leads to ${isMany ? 'many rows' : 'one row'}: write ${remedy}.`);
  }
  if (relation.inverseEntityMetadata.discriminatorColumn !== undefined) {
    throw new TypeError(
      `${name} leads to a table of several entities: follow a relation to an entity of its own table.`,
    );
  }
  return relation;
}

/** What ties the related rows to the row that has the relation. */
function links(relation: RelationMetadata, { alias, related, escape }: RelatedNames): readonly string[] {
  const junction = relation.junctionEntityMetadata;
  if (junction !== undefined) {
    const columns = relation.isManyToManyOwner ? junction.ownerColumns : junction.inverseColumns;
    return equalities(columns, linkOf(related), alias, escape);
  }
  if (relation.isOwning) return equalities(relation.joinColumns, alias, related, escape);
  return equalities((relation.inverseRelation as RelationMetadata).joinColumns, related, alias, escape);
}

function junctionOf(relation: RelationMetadata, { related, escape }: RelatedNames): string {
  const junction = relation.junctionEntityMetadata;
  if (junction === undefined) return '';
  const columns = relation.isManyToManyOwner ? junction.inverseColumns : junction.ownerColumns;
  const on = equalities(columns, linkOf(related), related, escape);
  return ` INNER JOIN ${escape(...junction.tablePath.split('.'))} ${escape(linkOf(related))} ON ${on.join(' AND ')}`;
}

function linkOf(related: string): string {
  return `${related}_link`;
}

function equalities(
  columns: readonly ColumnMetadata[],
  referencing: string,
  referenced: string,
  escape: RelatedNames['escape'],
): readonly string[] {
  return columns.map(
    ({ databaseName, referencedColumn }) =>
      `${escape(referencing, databaseName)} = ${escape(referenced, (referencedColumn as ColumnMetadata).databaseName)}`,
  );
}
