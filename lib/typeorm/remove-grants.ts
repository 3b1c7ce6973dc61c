import type { EntityManager, EntityMetadata } from 'typeorm';
import { dataSourceOf } from './data-source-of.js';
import { dialectOf } from './dialect.js';
import { type GrantsCondition, grantsSql, objectIdColumn } from './grants-sql.js';
import { ObjectGrant } from './object-grant.entity.js';
import type { ObjectKey } from './object-key.js';
import { sameObjectSql } from './same-object-sql.js';
import { SqlConditions } from './sql-conditions.js';

/**
 * Removes these grants.
 * @param manager in whose transaction
 * @returns how many there were
 */
export function removeGrants(manager: EntityManager, condition: GrantsCondition): Promise<number> {
  return remove(manager, condition, () => '');
}

/** Removes the grants whose object is not there, of all objects of an entity. */
export function removeOrphans(manager: EntityManager, { tablePath }: EntityMetadata, key: ObjectKey): Promise<number> {
  const dataSource = dataSourceOf(manager);
  const escape = (...path: readonly string[]): string => path.map((part) => dataSource.driver.escape(part)).join('.');
  const { resource, at } = key;
  return remove(manager, { resource }, (grants) => {
    const id = escape(grants.tableName, objectIdColumn(grants));
    const same = sameObjectSql(at, escape('scope_object', at.column.databaseName), id, dialectOf(dataSource));
    const from = `${escape(...tablePath.split('.'))} ${escape('scope_object')}`;
    return ` AND NOT EXISTS (SELECT 1 FROM ${from} WHERE ${same})`;
  });
}

async function remove(
  manager: EntityManager,
  condition: GrantsCondition,
  furthermore: (grants: EntityMetadata) => string,
): Promise<number> {
  const dataSource = dataSourceOf(manager);
  const grants = dataSource.getMetadata(ObjectGrant);
  const conditions = new SqlConditions(dataSource);
  const which = grantsSql(conditions.of(grants, grants.tableName), condition);
  const { affected } = await manager
    .createQueryBuilder()
    .delete()
    .from(ObjectGrant)
    .where(`${which}${furthermore(grants)}`, conditions.parameters)
    .callListeners(false)
    .execute();
  // every driver that a scope can be said to counts them
  return affected as number;
}
