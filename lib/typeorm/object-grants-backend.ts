import type { DataSource, EntityManager, ObjectLiteral } from 'typeorm';
import {
  type PermissionBackend,
  type PermissionResource,
  PermissionsConfigurationError,
  UserPermissionsBackend,
  type Where,
} from '../index.js';
import { GrantedObjects } from './granted-objects.js';
import { type GrantId, type GrantSubject, idText, type Subjects, subjectsOf } from './grant-subject.js';
import { grantsSql } from './grants-sql.js';
import { GrantsSubscriber } from './grants-subscriber.js';
import { LONGEST_CODE, ObjectGrant } from './object-grant.entity.js';
import { entityOf, objectIdOf, objectKeyOf } from './object-key.js';
import { removeGrants, removeOrphans } from './remove-grants.js';
import { SqlConditions } from './sql-conditions.js';

/** Who users are. */
export interface ObjectGrantsOptions<U = unknown> {
  /** The id of a user, as grants name it. @default `user.id` */
  readonly getUserId?: (user: U) => GrantId;
  /** The groups that a user is in; nothing else is believed. @default none */
  readonly groupsOf?: (user: U) => readonly GrantId[] | Promise<readonly GrantId[]>;
}

type Codes = readonly [string, ...string[]];

/**
 * Rights on single objects, kept in a table of the application's database: the entity `ObjectGrant`. Rights on resources as
 * a whole are those of `UserPermissionsBackend`. Grants are removed with their object.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the users of an application are its own type
export class ObjectGrantsBackend<U extends object = any> implements PermissionBackend<U> {
  private readonly ofResources = new UserPermissionsBackend();

  /**
   * @param dataSource initialized, and with `ObjectGrant` among its entities
   * @throws PermissionsConfigurationError for one that is not
   */
  constructor(
    private readonly dataSource: DataSource,
    private readonly options: ObjectGrantsOptions<U> = {},
  ) {
    if (!dataSource.isInitialized || !dataSource.hasMetadata(ObjectGrant)) {
      throw new PermissionsConfigurationError(
        'ObjectGrantsBackend: the data source must be initialized, with ObjectGrant among its `entities`.',
      );
    }
    GrantsSubscriber.watch(dataSource);
  }

  /** @throws TypeError for what is no entity of the data source, or has no id */
  async hasPermissions(user: U, codes: readonly string[], object?: object): Promise<boolean> {
    if (object === undefined) return this.ofResources.hasPermissions(user, codes);
    const held = await this.find({ ...this.placeOf(object), codes, subjects: await this.subjectsOf(user) });
    return codes.every((code) => held.some((grant) => grant.code === code));
  }

  /** @throws TypeError for a resource that is no entity of the data source */
  async where(user: U, codes: readonly string[], resource: PermissionResource): Promise<Where<ObjectLiteral>> {
    const { resource: table, at } = objectKeyOf(entityOf(resource, this.dataSource), this.dataSource);
    const granted = new GrantedObjects(table, codes, await this.subjectsOf(user));
    return { [at.column.propertyPath]: { in: granted } } as never;
  }

  /**
   * Gives a user or a group these codes for an object; what they hold already stays.
   * @param manager in whose transaction, where there is one
   * @throws TypeError for what is no entity of the data source, has no id, or is no code
   */
  async grant(
    subject: GrantSubject,
    codes: Codes,
    object: object,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    const { kind: subjectKind, ids } = subjectsOf(subject);
    const place = this.placeOf(object);
    const values = codesOf(codes).flatMap((code) =>
      ids.map((subjectId) => ({ subjectKind, subjectId, code, ...place })),
    );
    await manager.createQueryBuilder().insert().into(ObjectGrant).values(values).orIgnore().execute();
  }

  /**
   * Takes these codes for an object from a user or a group.
   * @returns how many of them they held
   * @throws as {@link grant}
   */
  revoke(
    subject: GrantSubject,
    codes: Codes,
    object: object,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<number> {
    const condition = { ...this.placeOf(object), codes: codesOf(codes), subjects: [subjectsOf(subject)] };
    return removeGrants(manager, condition);
  }

  /** Who holds which codes for an object. */
  list(object: object): Promise<ObjectGrant[]> {
    return this.find(this.placeOf(object));
  }

  /**
   * Removes the grants for objects of an entity that are not there any more, for rows that the database deleted without
   * TypeORM: by a foreign key, or by SQL of your own.
   * @returns how many there were
   */
  removeOrphans(entity: PermissionResource, manager: EntityManager = this.dataSource.manager): Promise<number> {
    const metadata = entityOf(entity, this.dataSource);
    return removeOrphans(manager, metadata, objectKeyOf(metadata, this.dataSource));
  }

  private placeOf(object: object): { readonly resource: string; readonly objectId: string } {
    const key = objectKeyOf(entityOf(object.constructor, this.dataSource), this.dataSource);
    return { resource: key.resource, objectId: objectIdOf(object, key, this.dataSource) };
  }

  private async subjectsOf(user: U): Promise<readonly Subjects[]> {
    const { getUserId = ({ id }: { id?: unknown }) => id, groupsOf = () => [] } = this.options;
    const groups: unknown = await groupsOf(user);
    if (!Array.isArray(groups)) throw new TypeError('ObjectGrantsBackend: the option `groupsOf` answers an array.');
    return [
      { kind: 'user', ids: [idText(getUserId(user), 'What the option `getUserId` of ObjectGrantsBackend answers')] },
      { kind: 'group', ids: groups.map((group) => idText(group, 'A group of the option `groupsOf`')) },
    ];
  }

  private find(condition: Parameters<typeof grantsSql>[1]): Promise<ObjectGrant[]> {
    const conditions = new SqlConditions(this.dataSource);
    const query = this.dataSource.getRepository(ObjectGrant).createQueryBuilder('held');
    const language = conditions.of(this.dataSource.getMetadata(ObjectGrant), query.alias);
    return query.where(grantsSql(language, condition), conditions.parameters).getMany();
  }
}

function codesOf(codes: readonly unknown[]): readonly string[] {
  const isCode = (code: unknown): code is string =>
    typeof code === 'string' && code !== '' && code.length <= LONGEST_CODE;
  if (codes.length > 0 && codes.every(isCode)) return codes;
  throw new TypeError(`Codes are one or more strings of at most ${String(LONGEST_CODE)} characters.`);
}
