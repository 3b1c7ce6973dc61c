import type { EntityMetadata, EntityProperty } from '../../lib/mikro-orm/orm.js';
import type { ScopableRepository } from 'nestjs-permissions/mikro-orm';

// MikroORM 7 is ESM only, and not installed here: the deep run compares what stands here with the real thing.

export interface User {
  id: number;
  name: string;
  profile: Profile | null;
  posts: Post[];
  follows: User[];
  followers: User[];
}

export interface Profile {
  id: number;
  bio: string;
  user: User | null;
}

export interface Post {
  id: number;
  title: string;
  views: bigint;
  at: Date;
  active: boolean;
  owner: User | null;
  ownerId: number | null;
  editor: number | null;
}

/** The conditions that the fake repositories take. */
export type Filter<T> = Partial<Record<keyof T, unknown>> | readonly Partial<Record<keyof T, unknown>>[] | number;

/** A raw fragment, of which MikroORM tells its own copies by their class. */
export class Fragment {
  constructor(
    readonly sql: string,
    readonly params: readonly unknown[],
  ) {}

  static isKnownFragment(key: unknown): boolean {
    return key instanceof Fragment || (typeof key === 'symbol' && key.description === 'fragment');
  }

  /** As MikroORM 7 says it: without the values. */
  toJSON(): string {
    return `raw('${this.sql}')`;
  }
}

class Platform {
  getSearchJsonPropertyKey(): object {
    return new Fragment('', []);
  }
}
class PostgreSqlPlatform extends Platform {}
class MariaDbPlatform extends Platform {}
class MySqlPlatform extends Platform {}
class OwnPlatform extends PostgreSqlPlatform {}
class MongoPlatform extends Platform {}

export const PLATFORMS = { PostgreSqlPlatform, MariaDbPlatform, MySqlPlatform, OwnPlatform, MongoPlatform } as const;

/** What `type: 'bigint'` is made of. */
export const bigints = {
  convertToDatabaseValue: (value: unknown): unknown => String(value),
  convertToJSValue: (value: unknown): unknown => BigInt(value as string),
};
export const numbers = { ...bigints, convertToJSValue: (value: unknown): unknown => Number(value) };
export const texts = { ...bigints, convertToJSValue: (value: unknown): unknown => String(value) };

type Properties = Record<string, Partial<EntityProperty>>;

export function column(
  type: string,
  runtimeType: string,
  options: Partial<EntityProperty> = {},
): Partial<EntityProperty> {
  return { kind: 'scalar', type: runtimeType, runtimeType, columnTypes: [type], ...options };
}

const id = column('int', 'number');

/** The metadata of the entities, by their names, as MikroORM discovers it. */
export function metadataOf(more: Properties = {}): Record<string, EntityMetadata> {
  const all: Record<string, EntityMetadata> = {};
  const define = (className: string, properties: Properties, options: Partial<EntityMetadata> = {}): EntityMetadata => {
    const named = Object.entries(properties).map(([name, property]) => [
      name,
      { name, ...(property.mappedBy === undefined ? { fieldNames: [name] } : {}), ...property },
    ]);
    const metadata = {
      ...{ className, primaryKeys: ['id'], compositePK: false, filters: {} },
      properties: Object.fromEntries(named) as Record<string, EntityProperty>,
      ...options,
    } as EntityMetadata;
    return (all[className] = Object.assign(metadata, { root: options.root ?? metadata }));
  };
  const to = (className: string, kind: EntityProperty['kind'], options: Partial<EntityProperty>): object => ({
    ...{ kind, type: className, runtimeType: 'unknown', columnTypes: ['int'], ...options },
  });
  const follows = { joinColumns: ['user_1_id'], pivotEntity: 'q_follows' };
  define('User', {
    ...{ id, name: column('varchar(255)', 'string') },
    profile: to('Profile', '1:1', { mappedBy: 'user', fieldNames: ['profile_id'] }),
    posts: to('Post', '1:m', { mappedBy: 'owner' }),
    follows: to('User', 'm:n', follows),
    followers: to('User', 'm:n', { joinColumns: ['user_2_id'], pivotEntity: 'q_follows', mappedBy: 'follows' }),
  });
  define('Profile', {
    ...{ id, bio: column('varchar(255)', 'string') },
    user: to('User', '1:1', { fieldNames: ['of_user'], joinColumns: ['of_user'] }),
  });
  define('Post', {
    id: { ...id, fieldNames: ['post_id'] },
    title: column('varchar(255)', 'string', { fieldNames: ['headline'] }),
    views: column('bigint', 'bigint', { customType: bigints }),
    ...{ at: column('timestamptz(3)', 'Date'), active: column('boolean', 'boolean') },
    owner: to('User', 'm:1', { fieldNames: ['owner_id'], joinColumns: ['owner_id'] }),
    ownerId: { ...id, fieldNames: ['owner_id'], persist: false },
    editor: to('User', 'm:1', { fieldNames: ['editor'], joinColumns: ['editor'], mapToPk: true }),
    ...more,
  });
  const pivot = define('q_follows', {
    User_owner: to('User', 'm:1', { fieldNames: ['user_1_id'] }),
    User_inverse: to('User', 'm:1', { fieldNames: ['user_2_id'] }),
  });
  const relations = Object.values(pivot.properties);
  all['q_follows'] = { ...pivot, primaryKeys: ['User_owner', 'User_inverse'], compositePK: true, relations };
  for (const property of Object.values(all).flatMap(({ properties }) => Object.values(properties))) {
    const targetMeta = all[property.type];
    if (targetMeta !== undefined) Object.assign(property, { targetMeta });
  }
  return all;
}

export interface FakeOptions {
  readonly platform?: keyof typeof PLATFORMS;
  readonly major?: 6 | 7;
  readonly filters?: object;
  readonly metadata?: Record<string, EntityMetadata>;
}

/** A repository whose sub-queries say what they were asked for. */
export function fakeRepository<T extends object>(
  entityName: string,
  { platform = 'PostgreSqlPlatform', major = 7, filters = {}, metadata = metadataOf() }: FakeOptions = {},
): ScopableRepository<T, Filter<T>> {
  const orm = {
    getMetadata: () => ({ get: (name: string) => metadata[name] }),
    getPlatform: () => new PLATFORMS[platform](),
    config: { get: () => filters },
    createQueryBuilder: (entity: string) => ({
      select: (property: string) => ({
        where: (condition: object) => {
          const sql = `select ${property} from ${entity}`;
          if (major === 7) return { toRaw: () => new Fragment(sql, [condition]) };
          return { getKnexQuery: () => ({ toSQL: () => ({ sql, bindings: [condition] }) }) };
        },
      }),
    }),
  };
  return { entityName, getEntityManager: () => orm } as unknown as ScopableRepository<T, Filter<T>>;
}

/** A condition for people to read: fragments are lists of their SQL and values. */
export function told(condition: unknown): unknown {
  if (condition instanceof Fragment) return [condition.sql, ...condition.params.map(told)];
  if (Array.isArray(condition)) return condition.map(told);
  if (typeof condition !== 'object' || condition === null || condition instanceof Date) return condition;
  return Object.fromEntries(
    Reflect.ownKeys(condition).map((key) => [String(key), told(condition[key as keyof typeof condition])]),
  );
}
