import type { EntitySchema } from '@mikro-orm/core';
import type { EntityManager, EntityRepository } from '@mikro-orm/postgresql';
import { scopedWhere } from 'nestjs-permissions/mikro-orm';
import { metadataOf, type Post, type Profile, type User } from '../contract/mikro-orm-fake.js';
import { scopeNot, scopeOr, scopeWhere } from '../contract/scopes.js';
import type * as orm6 from './mikro-orm-6/orm.js';
import type { Database } from './mikro-orm-databases.js';
import { VERSIONS, type Version } from './mikro-orm-versions.js';

/** The entities of which test/contract has the metadata, and one whose key are two relations. */
function entitiesOf({ core: { EntitySchema: Schema } }: Version): Record<string, EntitySchema> {
  const id = { type: 'integer', primary: true, autoincrement: false };
  const define = (name: string, tableName: string, properties: object): EntitySchema =>
    new Schema({ name, tableName, properties: properties as never });
  const to = (kind: string, entity: string, options: object): object => ({ kind, entity: () => entity, ...options });
  const nullable = true;
  return {
    User: define('User', 'q_users', {
      ...{ id, name: { type: 'string' } },
      profile: to('1:1', 'Profile', { mappedBy: 'user', nullable }),
      posts: to('1:m', 'Post', { mappedBy: 'owner' }),
      follows: to('m:n', 'User', {
        ...{ owner: true, inversedBy: 'followers', pivotTable: 'q_follows' },
        ...{ joinColumn: 'user_1_id', inverseJoinColumn: 'user_2_id' },
      }),
      followers: to('m:n', 'User', { mappedBy: 'follows' }),
    }),
    Profile: define('Profile', 'q_profiles', {
      ...{ id, bio: { type: 'string' } },
      user: to('1:1', 'User', { owner: true, inversedBy: 'profile', fieldName: 'of_user', nullable }),
    }),
    Post: define('Post', 'q_posts', {
      id: { ...id, fieldName: 'post_id' },
      title: { type: 'string', fieldName: 'headline' },
      views: { type: 'bigint', default: 0 },
      at: { type: 'datetime', length: 3, nullable },
      active: { type: 'boolean', default: true },
      owner: to('m:1', 'User', { fieldName: 'owner_id', nullable }),
      ownerId: { type: 'integer', fieldName: 'owner_id', persist: false, nullable },
      editor: to('m:1', 'User', { fieldName: 'editor', mapToPk: true, nullable }),
    }),
    Vote: define('Vote', 'q_votes', {
      user: to('m:1', 'User', { primary: true }),
      post: to('m:1', 'Post', { primary: true }),
      up: { type: 'boolean' },
    }),
  };
}

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id).sort((a, b) => a - b);

describe.each(VERSIONS)('queries, in $name', (version) => {
  const entities = entitiesOf(version);
  let database: Database;
  let em: EntityManager;
  let posts: EntityRepository<Post>;
  let users: EntityRepository<User>;
  const mine = scopeWhere<Post>({ owner: { id: 1 } });

  beforeAll(async () => {
    database = await version.open(Object.values(entities));
  }, 60_000);
  beforeEach(async () => {
    em = database.orm.em.fork();
    posts = em.getRepository(entities['Post'] as EntitySchema<Post>);
    users = em.getRepository(entities['User'] as EntitySchema<User>);
    const profiles = em.getRepository(entities['Profile'] as EntitySchema<Profile>);
    const votes = em.getRepository(entities['Vote']!);
    for (const repository of [votes, posts, profiles, users]) await repository.nativeDelete({});
    await em.getConnection().execute('DELETE FROM q_follows');
    await users.insertMany([1, 2, 3].map((id) => ({ id, name: `user ${String(id)}` }) as never));
    const of = ['a', 'b', 'a'].map((bio, at) => ({ id: at + 1, bio, user: [1, 2, null][at] }));
    await profiles.insertMany(of as never[]);
    await em.getConnection().execute('INSERT INTO q_follows (user_1_id, user_2_id) VALUES (1, 2), (1, 3), (2, 2)');
    const owners = [1, 1, 2, 3, null];
    await posts.insertMany(
      owners.map((owner, at) => ({ id: at + 1, title: 'abcab'[at]!, owner, editor: owner }) as never),
    );
    await votes.insertMany([1, 2, 3].map((id) => ({ user: id, post: id, up: id !== 2 })));
  });
  afterAll(() => database.close());

  const found = async (where: object): Promise<number[]> => ids(await posts.find(where));

  it('finds the metadata as test/contract has it', () => {
    for (const name of ['User', 'Profile', 'Post']) {
      const real = em.getMetadata().get(name as never);
      for (const property of Object.values(metadataOf()[name]!.properties)) {
        const { name: field, targetMeta, customType, columnTypes, runtimeType, ...expected } = property;
        const actual = real.properties[field as never] as unknown as typeof property;
        // what a type converts has the name of the type
        const shape = {
          ...expected,
          type: customType === undefined ? actual.type : 'BigIntType',
          ...{ targetMeta: undefined, pivotEntity: undefined },
        };
        if (targetMeta !== undefined) expect(actual.targetMeta?.className).toBe(targetMeta.className);
        expect({ field, ...pick(actual, shape), targetMeta: undefined, pivotEntity: undefined }).toEqual({
          field,
          ...shape,
        });
        expect({ field, converts: actual.customType !== undefined }).toEqual({
          field,
          converts: customType !== undefined,
        });
        if (expected.kind !== 'scalar') continue;
        expect({ field, runtimeType: actual.runtimeType }).toEqual({ field, runtimeType });
        if (version.dialect === 'postgres') {
          expect({ field, columnTypes: actual.columnTypes }).toEqual({ field, columnTypes });
        }
      }
    }
  });

  describe('[SEC-177] [SEC-180] follow relations', () => {
    it.each<[string, object, number[]]>([
      ['to one, of the other side', { profile: { bio: 'a' } }, [1]],
      ['to many', { posts: { some: { title: 'c' } } }, [2]],
      ['to many of the same table', { follows: { some: { name: 'user 2' } } }, [1, 2]],
      ['to many of the same table, from its other side', { followers: { some: { name: 'user 1' } } }, [2, 3]],
      ['through several tables', { followers: { some: { profile: { user: { id: 2 } } } } }, [2]],
    ])('%s', async (_title, where, expected) => {
      for (const [scope, allowed] of [
        [scopeWhere<User>(where), expected],
        [scopeNot<User>(where), [1, 2, 3].filter((id) => !expected.includes(id))],
      ] as const) {
        const conditions = scopedWhere(users, scope);
        expect(ids(await users.find(conditions))).toEqual(allowed);
        expect(await users.count(conditions)).toBe(allowed.length);
        const [page, count] = await users.findAndCount(conditions, {
          limit: 2,
          populate: ['posts', 'follows'] as never,
        });
        expect([ids(page), count]).toEqual([allowed.slice(0, 2), allowed.length]);
        expect(await users.nativeUpdate(conditions, { name: 'user' })).toBe(allowed.length);
        await users.nativeUpdate({ id: 1 }, { name: 'user 1' });
        await users.nativeUpdate({ id: 2 }, { name: 'user 2' });
      }
    });

    it('to one by its key alone, and by a column of its own', async () => {
      expect(await found(scopedWhere(posts, scopeWhere<Post>({ editor: 1 })))).toEqual([1, 2]);
      expect(await found(scopedWhere(posts, scopeNot<Post>({ editor: 1 })))).toEqual([3, 4, 5]);
      expect(await found(scopedWhere(posts, scopeWhere<Post>({ ownerId: 1 })))).toEqual([1, 2]);
      expect(await found(scopedWhere(posts, scopeNot({ owner: { name: 'user 1' } })))).toEqual([3, 4, 5]);
    });

    it('from a key of several columns', async () => {
      const votes = em.getRepository(entities['Vote']!);
      for (const [scope, count] of [
        [scopeWhere({ post: { owner: { id: 1 } }, up: true }), 1],
        [scopeNot({ post: { owner: { id: 1 } } }), 1],
        [scopeWhere(false), 0],
        [scopeWhere(true), 3],
      ] as const) {
        const where = scopedWhere(votes, scope);
        expect(await votes.count(where)).toBe(count);
        expect(await votes.nativeUpdate(where, { up: true })).toBe(count);
      }
    });
  });

  it('[SEC-165] is ANDed to whatever the caller asks', async () => {
    const { raw } = version.core;
    // a fragment that is a key stands for one query in MikroORM 6
    const anything = [
      () => ({ [raw<string>('1=1 or 1=1')]: [] }),
      () => ({ title: 'c', [raw<string>('1=1 or 1=1')]: [] }),
      () => ({ id: raw('1 or 1=1') }),
      () => ({ id: { $eq: raw('1 or 1=1') } }),
      () => ({ owner: { id: { $eq: raw('1 or 1=1') } } }),
      () => ({ owner: { name: 'user 2', [raw<string>('1=1 or 1=1')]: [] } }),
      () => [{ id: 1 }, { id: 3 }, { title: 'a' }],
      () => [1, 3],
      () => 3,
      () => ({ $or: [{ id: 3 }, { owner: { name: 'user 2' } }] }),
      () => ({ $not: { id: 99 } }),
    ];
    for (const where of anything) {
      const conditions = () => scopedWhere(posts, mine, where() as never);
      for (const id of await found(conditions())) expect([1, 2]).toContain(id);
      expect(await posts.count(conditions())).toBeLessThanOrEqual(2);
      expect(await posts.nativeUpdate(conditions(), { title: 'z' })).toBeLessThanOrEqual(2);
    }
    expect(await posts.count({ title: 'z' })).toBe(2);
    expect(await found(scopedWhere(posts, mine, { title: 'z' }))).toEqual([1, 2]);
    expect(await found(scopedWhere(posts, mine, { owner: null }))).toEqual([]);
  });

  it('works where a relation is asked for, and on the other side of it', async () => {
    const owner = scopedWhere(users, scopeWhere<User>({ profile: { bio: 'b' } }));
    expect(await found(scopedWhere(posts, scopeWhere<Post>({ title: 'c' }), { owner }))).toEqual([3]);
  });

  it('[SEC-169] can be asked several times, and in query builders', async () => {
    const where = scopedWhere(posts, scopeWhere<Post>({ owner: { name: 'user 1' } }));
    for (let time = 0; time < 3; time++) expect(await posts.count(where)).toBe(2);
    const query = () => posts.createQueryBuilder('p').select('*').where('p.post_id = 3 or 1=1');
    expect(ids(await query().andWhere(where).getResultList())).toEqual([1, 2]);
    const [sql, values] = ["'; DROP TABLE q_posts; -- ? \\? $1", scopeWhere<Post>({ owner: { name: "'; -- ?" } })];
    expect(await found(scopedWhere(posts, values, { title: sql }))).toEqual([]);
  });

  it('asks the database also for what is in memory already', async () => {
    await posts.find({});
    expect(await posts.findOne(scopedWhere(posts, mine, { id: 3 }))).toBeNull();
    expect(await posts.findOne(scopedWhere(posts, mine, { id: 1 }))).toMatchObject({ id: 1 });
  });

  it('[SEC-181] touches no row where another caller’s is asked for', async () => {
    expect(await posts.nativeUpdate(scopedWhere(posts, mine, { id: 3 }), { title: 'z' })).toBe(0);
    expect(await posts.nativeDelete(scopedWhere(posts, mine, { id: 3 }))).toBe(0);
    expect(await posts.nativeDelete(scopedWhere(posts, scopeWhere<Post>(false)))).toBe(0);
    expect(await posts.nativeDelete(scopedWhere(posts, scopeOr<Post>({ id: 1 }, { owner: { id: 2 } })))).toBe(2);
    expect(await found({})).toEqual([2, 4, 5]);
  });

  it('[SEC-184] is cached for one caller, and not for another', async () => {
    const of = (name: string) => scopedWhere(posts, scopeWhere<Post>({ owner: { name } }));
    expect(ids(await posts.find(of('user 1'), { cache: 5_000 }))).toEqual([1, 2]);
    expect(ids(await posts.find(of('user 2'), { cache: 5_000 }))).toEqual([3]);
  });
});

function pick(from: object, like: object): object {
  return Object.fromEntries(Object.keys(like).map((key) => [key, from[key as never]]));
}

it('fits the types of both versions', () => {
  const seven = (repository: EntityRepository<Post>, em: EntityManager, entity: EntitySchema<Post>) => {
    // @ts-expect-error -- no property of a post
    scopedWhere(repository, scopeWhere<Post>(true), { name: 'a' });
    const where = scopedWhere(repository, scopeWhere<Post>(true), { title: 'a', owner: { name: 'a' } });
    void em.createQueryBuilder(entity).where(where);
    return [em.find(entity, where), em.nativeDelete(entity, where), repository.findAndCount(where)];
  };
  const six = (repository: orm6.EntityRepository<Post>) => {
    // @ts-expect-error -- no property of a post
    scopedWhere(repository, scopeWhere<Post>(true), { name: 'a' });
    const where = scopedWhere(repository, scopeWhere<Post>(true), { title: 'a', owner: { name: 'a' } });
    void repository.createQueryBuilder('p').where(where);
    return [repository.find(where), repository.nativeDelete(where), repository.findAndCount(where)];
  };
  expect([seven, six]).toHaveLength(2);
});
