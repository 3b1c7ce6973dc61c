import type { Related } from '../index.js';
import type { Condition, EntityMetadata, EntityProperty, Orm } from './orm.js';
import { subQuery } from './raw-sql.js';

/**
 * The rows that have, or do not have, a related row: keys among those that a sub-query finds, which neither repeats nor
 * loses rows as a join would.
 * @throws TypeError for a relation that is not there, or leads to another number of rows than the condition says, and for
 * one whose related rows an entity does not hold all
 */
export function relatedFilter(
  orm: Orm,
  metadata: EntityMetadata,
  related: Related,
  condition: (target: EntityMetadata) => Condition,
): Condition {
  const relation = relationOf(orm, metadata, related);
  const target = relation.targetMeta as EntityMetadata;
  const { exists } = related;
  const found = condition(target);
  if (relation.kind !== 'm:n' && relation.mappedBy === undefined) {
    const among = { [relation.name]: { [exists ? '$in' : '$nin']: keysOf(orm, target, found) } };
    return exists ? among : { $or: [{ [relation.name]: { $eq: null } }, among] };
  }
  const keys =
    relation.kind === 'm:n'
      ? keysInPivot(orm, relation, keysOf(orm, target, found))
      : keysIn(orm, target, relation.mappedBy as string, found);
  return { [metadata.primaryKeys[0] as string]: { [exists ? '$in' : '$nin']: keys } };
}

function keysOf(orm: Orm, target: EntityMetadata, condition: Condition): object {
  return subQuery(orm, target, target.primaryKeys[0] as string, condition);
}

/** The keys that rows of the other side refer to. */
function keysIn(orm: Orm, metadata: EntityMetadata, field: string, condition: Condition): object {
  // nothing is outside of a list that has a null
  return subQuery(orm, metadata, field, { $and: [{ [field]: { $ne: null } }, condition] });
}

function keysInPivot(orm: Orm, { pivotEntity, joinColumns }: EntityProperty, found: object): object {
  const pivot = orm.getMetadata().get(pivotEntity);
  const isOwn = ({ fieldNames }: EntityProperty): boolean => String(fieldNames) === String(joinColumns);
  const [own, other] = [...pivot.relations].sort((a, b) => Number(isOwn(b)) - Number(isOwn(a))) as [
    EntityProperty,
    EntityProperty,
  ];
  return keysIn(orm, pivot, own.name, { [other.name]: { $in: found } });
}

function relationOf(orm: Orm, metadata: EntityMetadata, { field, to }: Related): EntityProperty {
  const name = `${metadata.className}.${field}`;
  const relation = Object.hasOwn(metadata.properties, field) ? metadata.properties[field] : undefined;
  if (relation?.kind === 'embedded') {
    throw new TypeError(
      `${name} is embedded, and where() cannot look into it: give the entity a property of its own for what is compared.`,
    );
  }
  if (relation === undefined || relation.kind === 'scalar') {
    throw new TypeError(`${metadata.className} has no relation \`${field}\`, which where() of a permission follows.`);
  }
  const isMany = relation.kind === '1:m' || relation.kind === 'm:n';
  if (isMany !== (to === 'many')) {
    const remedy = isMany ? `{ ${field}: { some: { … } } }` : `{ ${field}: { … } }`;
    throw new TypeError(`${name} leads to ${isMany ? 'many rows' : 'one row'}: write ${remedy}.`);
  }
  const problem = problemOf(orm, metadata, relation);
  if (problem !== undefined) throw new TypeError(`${name} ${problem}`);
  return relation;
}

/** Why what an entity holds of a relation is not what its rows say. */
function problemOf(orm: Orm, metadata: EntityMetadata, relation: EntityProperty): string | undefined {
  const { targetMeta: target, mapToPk, polymorphic, where, kind, mappedBy } = relation;
  if (mapToPk === true) return 'holds only the key of the other row: compare it as a value.';
  if (target === undefined || polymorphic === true || target.root.discriminatorColumn !== undefined) {
    return 'leads to a table of several entities: follow a relation to an entity of its own table.';
  }
  const unfit = unfitTable(target);
  if (unfit !== undefined) return `leads to ${target.className}, ${unfit}`;
  if (target.schema === '*')
    return 'leads to a table whose schema each query chooses: compare a column of the entity itself.';
  const keys = kind === 'm:n' ? [metadata, target] : mappedBy === undefined ? [target] : [metadata];
  const referring = kind === 'm:n' || mappedBy === undefined ? relation : target.properties[mappedBy];
  if (referring?.targetKey !== undefined || keys.some(({ compositePK }) => compositePK)) {
    return 'is not joined by one primary key: compare a column of the entity itself.';
  }
  const hides = where === undefined ? filterOf(orm, target) : 'its `where`';
  if (hides === undefined) return undefined;
  return `leads to rows that ${hides} hides from entities, and not from a query: compare a column of the entity itself.`;
}

function filterOf(orm: Orm, { filters, class: entity, className }: EntityMetadata): string | undefined {
  const all = Object.entries({ ...orm.config.get('filters'), ...filters });
  const found = all.find(
    ([, filter]) =>
      filter.default === true &&
      [filter.entity ?? className].flat().some((each) => each === className || each === entity),
  );
  return found === undefined ? undefined : `the filter \`${found[0]}\``;
}

/** Why the rows of an entity are not those of one table. */
export function unfitTable({ virtual, root, inheritanceType }: EntityMetadata): string | undefined {
  if (virtual === true) return 'which has no table: compare what is stored.';
  return root.inheritanceType === 'tpt' || inheritanceType === 'tpt'
    ? 'whose columns are in several tables: filter in memory with scope.filter().'
    : undefined;
}
