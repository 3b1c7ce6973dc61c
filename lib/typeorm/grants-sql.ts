import type { EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { QueryLanguage } from '../index.js';
import type { Subjects } from './grant-subject.js';

/** Which grants; what is not said is not asked. */
export interface GrantsCondition {
  readonly resource: string;
  readonly objectId?: string;
  /** One of these codes. */
  readonly codes?: readonly string[];
  /** One of these subjects. */
  readonly subjects?: readonly Subjects[];
}

/** The column of the object's id, as the database names it. */
export function objectIdColumn(grants: EntityMetadata): string {
  return (grants.findColumnWithPropertyName('objectId') as ColumnMetadata).databaseName;
}

/** These grants, in the language of their entity. */
export function grantsSql(language: QueryLanguage<string>, condition: GrantsCondition): string {
  const { resource, objectId, codes, subjects } = condition;
  const conditions = [
    language.compare('resource', 'equals', resource),
    ...(objectId === undefined ? [] : [language.compare('objectId', 'equals', objectId)]),
    ...(codes === undefined ? [] : [language.in('code', codes, false)]),
    ...(subjects === undefined ? [] : [heldBySql(language, subjects)]),
  ];
  return conditions.length === 1 ? conditions.join() : language.and(conditions);
}

function heldBySql(language: QueryLanguage<string>, subjects: readonly Subjects[]): string {
  const held = subjects
    .filter(({ ids }) => ids.length > 0)
    .map(({ kind, ids }) =>
      language.and([language.compare('subjectKind', 'equals', kind), language.in('subjectId', ids, false)]),
    );
  return held.length === 1 ? held.join() : language.or(held);
}
