import { jest } from '@jest/globals';
import {
  Brackets,
  Column,
  type DataSource,
  DeleteDateColumn,
  Entity,
  In,
  IsNull,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  OneToOne,
  Or,
  PrimaryColumn,
  Raw,
  type Relation,
  type Repository,
} from 'typeorm';
import type { Scope } from 'nestjs-permissions';
import { applyScope, scopedWhere } from 'nestjs-permissions/typeorm';
import { closeDatabase, openDatabase } from './databases.js';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';
import { servers } from './servers.js';

@Entity('q_users', { orderBy: { id: 'ASC' } })
class User {
  @PrimaryColumn()
  id!: number;

  @Column()
  name!: string;

  @OneToOne(() => Profile, (profile) => profile.user)
  profile!: Relation<Profile> | null;

  @OneToMany(() => Post, (post) => post.owner)
  posts!: Relation<Post>[];

  @ManyToMany(() => User, (user) => user.followers)
  @JoinTable({ name: 'q_follows' })
  follows!: Relation<User>[];

  @ManyToMany(() => User, (user) => user.follows)
  followers!: Relation<User>[];

  @DeleteDateColumn({ name: 'gone' })
  deletedAt!: Date | null;
}

@Entity('q_profiles')
class Profile {
  @PrimaryColumn()
  id!: number;

  @Column()
  bio!: string;

  @OneToOne(() => User, (user) => user.profile, { nullable: true })
  @JoinColumn({ name: 'of_user' })
  user!: Relation<User> | null;
}

@Entity('q_posts')
class Post {
  @PrimaryColumn({ name: 'post_id' })
  id!: number;

  @Column({ name: 'headline' })
  title!: string;

  @Column('int', { name: 'owner_id', nullable: true })
  ownerId!: number | null;

  @ManyToOne(() => User, (user) => user.posts, { nullable: true })
  @JoinColumn({ name: 'owner_id' })
  owner!: Relation<User> | null;

  @DeleteDateColumn()
  deletedAt!: Date | null;
}

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id).sort((a, b) => a - b);

describe.each(Object.entries(servers))('queries of TypeORM, on %s', (_name, server) => {
  let database: DataSource;
  let posts: Repository<Post>;
  let users: Repository<User>;
  const mine = scopeWhere<Post>({ ownerId: 1 });

  beforeAll(async () => {
    database = await openDatabase(server, [User, Profile, Post]);
    [posts, users] = [database.getRepository(Post), database.getRepository(User)];
  }, 60_000);
  beforeEach(async () => {
    await database.synchronize(true);
    await users.insert([1, 2, 3].map((id) => ({ id, name: `user ${String(id)}` })));
    await database.getRepository(Profile).insert([
      { id: 1, bio: 'a', user: { id: 1 } },
      { id: 2, bio: 'b', user: { id: 2 } },
      { id: 3, bio: 'a', user: null },
    ]);
    await database.createQueryBuilder().relation(User, 'follows').of(1).add([2, 3]);
    await database.createQueryBuilder().relation(User, 'follows').of(2).add([2]);
    await posts.insert(
      [1, 2, 3, 4, 5].map((id) => ({ id, title: 'abcab'[id - 1]!, ownerId: [1, 1, 2, 3, null][id - 1]! })),
    );
    await posts.softDelete({ id: 2 });
    await users.softDelete({ id: 3 });
  });
  afterAll(() => closeDatabase(database));

  describe('follow relations', () => {
    it.each<[string, object, number[]]>([
      ['to one, of the other side', { profile: { bio: 'a' } }, [1]],
      ['to many', { posts: { some: { title: 'c' } } }, [2]],
      ['to many, without rows that are softly deleted', { posts: { some: { title: 'b' } } }, []],
      ['to many of the same table', { follows: { some: { name: 'user 2' } } }, [1, 2]],
      ['to many of the same table, from its other side', { followers: { some: { name: 'user 1' } } }, [2]],
      ['through several tables', { followers: { some: { profile: { user: { id: 2 } } } } }, [2]],
    ])('%s', async (_title, where, expected) => {
      const relations = {
        ...{ profile: { user: true }, posts: true, follows: true },
        followers: { profile: { user: true } },
      };
      const loaded = await users.find({ relations });
      for (const [scope, found] of [
        [scopeWhere<User>(where), expected],
        [scopeNot<User>(where), [1, 2].filter((id) => !expected.includes(id))],
      ] as const) {
        expect(ids(scope.filter(loaded))).toEqual(found);
        expect(ids(await applyScope(users.createQueryBuilder('u'), scope).getMany())).toEqual(found);
        expect(ids(await users.find({ where: scopedWhere(users, scope), relations }))).toEqual(found);
        expect(await users.count({ where: scopedWhere(users, scope), relations })).toBe(found.length);
      }
    });

    it('to one whose row is softly deleted, as to none', async () => {
      const scope = scopeWhere<Post>({ owner: { name: 'user 3' } });
      const loaded = await posts.find({ relations: { owner: true } });
      expect(scope.filter(loaded)).toEqual([]);
      expect(await posts.findBy(scopedWhere(posts, scope))).toEqual([]);
    });

    it('whatever the query calls its rows', async () => {
      const scope = scopeWhere<User>({ follows: { some: { followers: { some: { id: 1 } } } } });
      for (const alias of ['scope_1', 'scope_2', 'order', 'User']) {
        expect(ids(await applyScope(users.createQueryBuilder(alias), scope).getMany())).toEqual([1, 2]);
      }
    });
  });

  describe('applyScope', () => {
    it.each<[string, (query: ReturnType<typeof posts.createQueryBuilder>) => unknown]>([
      ['an OR before', (query) => query.where('p.title = :t OR 1=1', { t: 'a' })],
      ['an orWhere before', (query) => query.where('p.id = 1').orWhere('p.id > 0')],
      ['brackets', (query) => query.where(new Brackets((inner) => inner.where('1=1').orWhere('1=0')))],
      ['an array', (query) => query.where([{ id: 1 }, { id: 3 }, { title: In(['a', 'b']) }])],
    ])('ANDs itself to %s, and to what comes later', async (_title, filter) => {
      const query = posts.createQueryBuilder('p');
      filter(query);
      applyScope(query, mine);
      expect(ids(await query.getMany())).toEqual([1]);
      expect(ids(await query.clone().orWhere('1=1').getMany())).toEqual([1]);
      expect(await query.clone().andWhere('1=1 OR 1=1').getCount()).toBe(1);
      expect(ids(await query.clone().where('1=1').clone().getMany())).toEqual([1]);
      expect(ids(await query.setFindOptions({ where: [{ id: 3 }, { title: 'a' }] }).getMany())).toEqual([1]);
      expect(await query.orWhere('p.id = 3').getExists()).toBe(true);
    });

    it('keeps the scope on the second query of a page with joins', async () => {
      const query = users.createQueryBuilder('u').leftJoinAndSelect('u.posts', 'p').orderBy('u.id').skip(0).take(1);
      applyScope(query, scopeWhere<User>({ name: { not: 'user 1' } }));
      const log = jest.spyOn(database.logger, 'logQuery');
      expect(ids((await query.getManyAndCount())[0])).toEqual([2]);
      const statements = log.mock.calls.map(([sql]) => sql);
      log.mockRestore();
      expect(statements).toHaveLength(3);
      for (const sql of statements) expect(sql).toMatch(/WHERE .*NOT \(/);
    });

    it('takes several scopes, one after the other', async () => {
      const query = applyScope(applyScope(posts.createQueryBuilder('p'), scopeOr({ id: 1 }, { id: 3 })), mine);
      expect(ids(await query.clone().getMany())).toEqual([1]);
    });

    it('leaves a query alone where the scope is all, and empties it where it is none', async () => {
      const query = posts.createQueryBuilder('p').where('p.id = 3');
      const before = query.getQueryAndParameters();
      expect(applyScope(query, scopeWhere<Post>(true)).getQueryAndParameters()).toEqual(before);
      expect(await applyScope(query, scopeWhere<Post>(false)).orWhere('1=1').getMany()).toEqual([]);
    });

    it('binds values, however they look', async () => {
      const evil = "'; DROP TABLE q_posts; -- :title $1 ?";
      await posts.update({ id: 1 }, { title: evil });
      const [sql, values] = applyScope(
        posts.createQueryBuilder('p'),
        scopeWhere({ title: evil }),
      ).getQueryAndParameters();
      expect(sql).not.toContain('DROP');
      expect(values).toContain(evil);
      expect(ids(await applyScope(posts.createQueryBuilder('p'), scopeWhere({ title: evil })).getMany())).toEqual([1]);
    });

    it('updates, deletes, softly deletes and restores what is in the scope', async () => {
      const update = posts.createQueryBuilder().update().set({ title: 'z' }).where('1=1 OR 1=1');
      await applyScope(update, mine).orWhere('1=1').execute();
      const soft = posts.createQueryBuilder().softDelete().where('1=1');
      await applyScope(soft, scopeOr<Post>({ id: 1 }, { id: 4 })).execute();
      expect(ids(await posts.find())).toEqual([3, 5]);
      const restore = applyScope(posts.createQueryBuilder().restore(), scopeWhere<Post>({ id: 4 }));
      await restore.execute();
      expect(ids(await posts.find())).toEqual([3, 4, 5]);
      const remove = posts.createQueryBuilder().delete().where('post_id > 0').orWhere('1=1');
      await applyScope(remove, scopeWhere<Post>({ owner: { posts: { some: { id: 3 } } } })).execute();
      const left = await posts.find({ withDeleted: true, order: { id: 'ASC' } });
      expect(left.map(({ id, title }) => `${String(id)}${title}`)).toEqual(['1z', '2z', '4a', '5b']);
    });

    it('refuses a query that is not of an entity, or that inserts', () => {
      const foreign = database.createQueryBuilder().select('1').from('(SELECT 1 AS one)', 'p') as never;
      expect(() => applyScope(foreign, mine as Scope<never>)).toThrow(/begin it with repository.createQueryBuilder/);
      const insert = posts.createQueryBuilder().insert() as never;
      expect(() => applyScope(insert, mine as Scope<never>)).toThrow(/needs a query that reads, updates or deletes/);
    });
  });

  describe('scopedWhere', () => {
    it('ANDs itself to every branch, also where the same column is asked for', async () => {
      const found = async (where: Parameters<typeof scopedWhere<Post>>[2]) =>
        ids(await posts.find({ where: scopedWhere(posts, mine, where), withDeleted: true }));
      expect(await found(undefined)).toEqual([1, 2]);
      expect(await found({ title: 'a' })).toEqual([1]);
      expect(await found({ id: 3 })).toEqual([]);
      expect(await found({ id: In([2, 3]) })).toEqual([2]);
      expect(await found([{ id: 1 }, { id: 4 }, {}])).toEqual([1, 2]);
      expect(await found({ id: Raw(() => '1=1 OR 1=1') })).toEqual([1, 2]);
      expect(
        await found({
          id: Or(
            In([2]),
            Raw(() => '1=1 OR 1=1'),
          ),
        }),
      ).toEqual([1, 2]);
      expect(await found({ title: Raw(() => '1=1 OR 1=1') })).toEqual([1, 2]);
      expect(await found({ owner: { name: 'user 1', profile: { bio: Raw(() => '1=1 OR 1=1') } } })).toEqual([1, 2]);
      expect(await found({ deletedAt: IsNull() })).toEqual([1]);
      expect(await found({ deletedAt: new Date(0) })).toEqual([]);
    });

    it('works where a relation is asked for, and on the other side of it', async () => {
      const where = { owner: scopedWhere(users, scopeWhere<User>({ profile: { bio: 'b' } })) };
      expect(ids(await posts.find({ where: scopedWhere(posts, scopeWhere<Post>({ title: 'c' }), where) }))).toEqual([
        3,
      ]);
    });

    it('updates and deletes what is in the scope, whatever the criteria say', async () => {
      const anything = { title: Raw(() => '1=1 OR 1=1') };
      for (const where of [anything, [anything, { id: 3 }], { id: Raw(() => '1=1 OR 1=1') }]) {
        await posts.update(scopedWhere(posts, mine, where), { title: 'z' });
      }
      expect(ids(await posts.find({ where: { title: 'z' }, withDeleted: true }))).toEqual([1, 2]);
      await posts.softDelete(scopedWhere(posts, scopeWhere<Post>({ owner: { name: 'user 2' } })));
      await posts.delete(scopedWhere(posts, scopeWhere<Post>(false)));
      await posts.delete(scopedWhere(posts, mine, [anything, { id: 4 }]));
      expect(ids(await posts.find())).toEqual([4, 5]);
      await posts.update(scopedWhere(posts, scopeWhere<Post>(true)), { title: 'all' });
      expect(await posts.count({ where: { title: 'all' }, withDeleted: true })).toBe(3);
    });

    it('refuses what TypeORM would take for no condition', () => {
      expect(() => scopedWhere(posts, mine, [])).toThrow(/empty array/);
      expect(() => scopedWhere(posts, mine, { id: undefined } as never)).toThrow(/got id: undefined/);
      expect(() => scopedWhere(posts, mine, { owner: { id: null as never } })).toThrow(/owner\.id: null.*IsNull\(\)/);
    });
  });

  it.each<[string, RegExp, object]>([
    ['a field that is not there', /User has no column `age`/, { age: 1 }],
    ['a relation that is not there', /User has no relation `team`/, { team: { id: 1 } }],
    ['one row of many', /User\.posts leads to many rows: write \{ posts: \{ some/, { posts: { id: 1 } }],
    [
      'many rows of one',
      /User\.profile leads to one row: write \{ profile: \{ … \} \}/,
      { profile: { some: { id: 1 } } },
    ],
    ['the relation as a value', /User\.profile is a relation: compare a field of it/, { profile: null }],
    ['a field behind a relation', /Profile has no column `x`/, { profile: { x: 1 } }],
  ])('refuses %s', (_title, message, where) => {
    expect(() => applyScope(users.createQueryBuilder('u'), scopeWhere(where))).toThrow(message);
    expect(() => scopedWhere(users, scopeWhere(where))).toThrow(message);
  });
});
