import type { Related } from '../index.js';
import type { EntityMetadata, EntityProperty, Filter, Orm } from './orm.js';
import { unfitTable } from './unfit-table.js';

/**
 * The relation behind a field.
 * @throws TypeError for a relation that is not there, or leads to another number of rows than the condition says, and for
 * one whose related rows an entity does not hold all
 */
export function followedRelation(orm: Orm, metadata: EntityMetadata, { field, to }: Related): EntityProperty {
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

/** What is on by default; what a query switches on is its own affair. */
function filterOf(orm: Orm, { filters, className }: EntityMetadata): string | undefined {
  const all = Object.entries({ ...orm.config.get('filters'), ...filters });
  const found = all.find(([, filter]) => filter.default === true && isOf(filter, className));
  return found === undefined ? undefined : `the filter \`${found[0]}\``;
}

function isOf({ entity }: Filter, className: string): boolean {
  const names = [entity ?? className]
    .flat()
    .map((each) => (typeof each === 'string' ? each : (each as { name: string }).name));
  return names.includes(className);
}
