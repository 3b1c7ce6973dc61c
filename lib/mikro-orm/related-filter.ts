import type { Related } from '../index.js';
import { followedRelation } from './followed-relation.js';
import type { Condition, EntityMetadata, EntityProperty, Orm } from './orm.js';
import { subQuery } from './raw-sql.js';

/**
 * The rows that have, or do not have, a related row: keys among those that a sub-query finds, which neither repeats nor
 * loses rows as a join would.
 * @throws TypeError for a relation that cannot be followed
 */
export function relatedFilter(
  orm: Orm,
  metadata: EntityMetadata,
  related: Related,
  condition: (target: EntityMetadata) => Condition,
): Condition {
  const relation = followedRelation(orm, metadata, related);
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
  const own = pivot.relations.find(isOwn) as EntityProperty;
  const other = pivot.relations.find((each) => each !== own) as EntityProperty;
  return keysIn(orm, pivot, own.name, { [other.name]: { $in: found } });
}
