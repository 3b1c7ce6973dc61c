import type { DataSource, EntityMetadata, EntitySubscriberInterface, RemoveEvent } from 'typeorm';
import { dataSourceOf } from './data-source-of.js';
import { ObjectGrant } from './object-grant.entity.js';
import { type ObjectKey, objectKeyOf, storedId } from './object-key.js';
import { removeGrants, removeOrphans } from './remove-grants.js';

/**
 * Lets grants die with their object, in the same transaction. A statement that deletes by a condition does not tell which
 * rows it deleted, so all grants of that entity are looked through.
 */
export class GrantsSubscriber implements EntitySubscriberInterface {
  /** Sees to it that a data source has one. */
  static watch({ subscribers }: DataSource): void {
    if (!subscribers.some((subscriber) => subscriber instanceof GrantsSubscriber)) {
      subscribers.push(new GrantsSubscriber());
    }
  }

  async afterRemove({ metadata, manager, entityId }: RemoveEvent<unknown>): Promise<void> {
    const key = grantedKeyOf(metadata, dataSourceOf(manager));
    if (key === undefined) return;
    if (entityId === undefined || entityId === null) await removeOrphans(manager, metadata, key);
    else await removeGrants(manager, { resource: key.resource, objectId: storedId(entityId, key.at) });
  }
}

/** Nothing where the objects of an entity cannot have been granted. */
function grantedKeyOf(metadata: EntityMetadata, dataSource: DataSource): ObjectKey | undefined {
  if (metadata.target === ObjectGrant) return undefined;
  try {
    return objectKeyOf(metadata, dataSource);
  } catch {
    return undefined;
  }
}
