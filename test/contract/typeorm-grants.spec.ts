import {
  ChildEntity,
  Column,
  type DataSource,
  DeleteDateColumn,
  Entity,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Repository,
  TableInheritance,
} from 'typeorm';
import type { Scope } from 'nestjs-permissions';
import { applyScope, ObjectGrant, ObjectGrantsBackend, scopedWhere } from 'nestjs-permissions/typeorm';
import { closeDatabase, openDatabase } from './databases.js';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';
import { servers } from './servers.js';

@Entity('g_posts')
class Post {
  @PrimaryGeneratedColumn({ name: 'post_id' })
  id!: number;

  @Column({ default: 'a title' })
  title!: string;

  @DeleteDateColumn()
  deletedAt!: Date | null;
}

@Entity('g_pages')
class Page {
  @PrimaryColumn()
  slug!: string;
}

@Entity('g_letters')
class Letter {
  @PrimaryColumn('uuid')
  id!: string;
}

@Entity('g_events')
class Event {
  @PrimaryColumn('bigint')
  id!: string | number;
}

@Entity('g_contents')
@TableInheritance({ column: { name: 'kind', type: 'varchar' } })
class Content {
  @PrimaryColumn()
  id!: number;
}

@ChildEntity()
class Photo extends Content {}

@Entity('g_links')
class Link {
  @PrimaryColumn()
  from!: number;

  @PrimaryColumn()
  to!: number;
}

@Entity('g_days')
class Day {
  @PrimaryColumn('date')
  day!: string;
}

interface User {
  readonly id: number | string;
  readonly groups?: readonly string[];
  readonly permissions?: readonly string[];
}

const [ann, bob, eve]: readonly [User, User, User] = [
  { id: 1, groups: ['editors', 'staff'], permissions: ['post.add'] },
  { id: '2', groups: ['staff'] },
  { id: 3 },
];
const VIEW = ['post.view'] as const;
const CHANGE = ['post.change'] as const;

const entities = [ObjectGrant, Post, Page, Letter, Event, Content, Photo, Link, Day];
const tables = ['object_grants', 'g_posts', 'g_pages', 'g_letters', 'g_events', 'g_contents', 'g_links'];

/** Statements of the database, in order. */
const statements: string[] = [];
const logger = {
  ...{ logQueryError: quiet, logQuerySlow: quiet, logSchemaBuild: quiet, logMigration: quiet, log: quiet },
  logQuery: (statement: string) => void statements.push(statement),
};
function quiet(): void {
  return undefined;
}

const HUNDRED_THOUSAND: Readonly<Record<string, string>> = {
  'sql.js': 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n',
  PostgreSQL: 'SELECT i FROM generate_series(1, 100000) AS s(i)',
  MariaDB: 'SELECT seq AS i FROM seq_1_to_100000',
};

describe.each(Object.entries(servers))('grants for objects, on %s', (name, server) => {
  let database: DataSource;
  let grants: ObjectGrantsBackend<User>;

  beforeAll(async () => {
    database = await openDatabase(server, entities, { logging: ['query'], logger });
    grants = new ObjectGrantsBackend<User>(database, { groupsOf: ({ groups = [] }) => groups });
  }, 60_000);
  afterAll(() => closeDatabase(database));
  beforeEach(async () => {
    for (const table of tables) await database.query(`DELETE FROM ${table}`);
  });

  const ids = (rows: readonly object[]): unknown[] => rows.map((row) => Object.values(row)[0] as unknown);

  async function saved<T extends Post[]>(count: T['length']): Promise<T> {
    return (await database.getRepository(Post).save(Array.from({ length: count }, () => new Post()))) as T;
  }

  /** The objects that the condition of a list finds, by both ways of asking; they are the same. */
  async function found<T extends object>(repository: Repository<T>, scope: Scope<T>): Promise<unknown[]> {
    const one = await applyScope(repository.createQueryBuilder('row'), scope).getMany();
    const other = await repository.find({ where: scopedWhere(repository, scope) });
    expect(ids(other).sort()).toEqual(ids(one).sort());
    return ids(one).sort();
  }

  async function granted<T extends object>(user: User, codes: readonly string[], entity: new () => T) {
    return scopeWhere<T>(await grants.where(user, codes, entity));
  }

  /** What a list shows is what the check of each object says. */
  async function expectAgreement(entity: new () => object, expected: Readonly<Record<string, unknown[]>>) {
    const repository = database.getRepository(entity);
    const rows = await repository.find();
    for (const [who, user] of Object.entries({ ann, bob, eve })) {
      const checked: object[] = [];
      for (const row of rows) if (await grants.hasPermissions(user, VIEW, row)) checked.push(row);
      expect([who, ids(checked).sort()]).toEqual([who, expected[who]]);
      expect([who, await found(repository, await granted(user, VIEW, entity))]).toEqual([who, expected[who]]);
    }
  }

  it('are held by users and by the members of groups, for the check of one object and for a list alike', async () => {
    const [one, two, three, four] = await saved<[Post, Post, Post, Post]>(4);
    await grants.grant({ user: 1 }, VIEW, one);
    await grants.grant({ user: 2 }, VIEW, one);
    await grants.grant({ group: 'staff' }, VIEW, two);
    await grants.grant({ group: 'editors' }, VIEW, three);
    await grants.grant({ user: 1 }, CHANGE, four);

    await expectAgreement(Post, { ann: [one.id, two.id, three.id], bob: [one.id, two.id], eve: [] });
  });

  it.each<[string, new () => object, readonly object[]]>([
    ['a text, exactly', Page, [{ slug: 'a' }, { slug: 'A' }, { slug: 'a ' }, { slug: '1' }, { slug: '01' }]],
    [
      'a uuid',
      Letter,
      [{ id: '4b8e1f0e-9f57-4a0c-8b1c-0a6f0f4a1b2c' }, { id: 'ffffffff-9f57-4a0c-8b1c-0a6f0f4a1b2c' }],
    ],
    ['a bigint', Event, [{ id: '1234567890123456' }, { id: '7' }, { id: '70' }, { id: '-7' }, { id: '0' }]],
  ])('name an object whose key is %s', async (_kind, entity, rows) => {
    const repository = database.getRepository(entity);
    // a collation that folds case takes two of these for one
    const kept = rows.filter((row) => !(name === 'MariaDB' && ['A', 'a '].includes(Object.values(row)[0] as string)));
    await repository.insert(kept);
    const [first] = kept.map((row) => Object.assign(new entity(), row)) as [object];
    await grants.grant({ user: 1 }, VIEW, first);
    const [id] = ids((await repository.find()).filter((row) => String(ids([row])[0]) === String(ids([first])[0])));

    await expectAgreement(entity, { ann: [id], bob: [], eve: [] });
  });

  it('name what shares a table by one name, and nothing of another table', async () => {
    await database.getRepository(Photo).insert([{ id: 1 }, { id: 2 }]);
    await database.getRepository(Post).insert([{}, {}]);
    const photo = await database.getRepository(Photo).findOneByOrFail({ id: 2 });
    await grants.grant({ user: 1 }, VIEW, photo);

    await expectAgreement(Content, { ann: [2], bob: [], eve: [] });
    await expectAgreement(Photo, { ann: [2], bob: [], eve: [] });
    await expectAgreement(Post, { ann: [], bob: [], eve: [] });
  });

  it('compare ids and codes as texts, exactly', async () => {
    const post = await database.getRepository(Post).save(new Post());
    await grants.grant({ user: '1' }, VIEW, post);
    await grants.grant({ group: 'Staff' }, VIEW, post);
    const may = (user: User, code: string) => grants.hasPermissions(user, [code], post);

    expect(await may({ id: 1 }, 'post.view')).toBe(true);
    for (const id of ['01', '1 ', '11', 1.5]) expect(await may({ id }, 'post.view')).toBe(false);
    for (const code of ['Post.view', 'post.vie', 'post.view ', '%', 'post.*']) expect(await may(ann, code)).toBe(false);
    expect(await may(bob, 'post.view')).toBe(false);
    // a group is no user of that name
    expect(await may({ id: 'Staff' }, 'post.view')).toBe(false);
    expect(await may({ id: 9, groups: ['1'] }, 'post.view')).toBe(false);
  });

  it('must all be held where several codes are asked for, from whichever subject', async () => {
    const [one, two] = await saved<[Post, Post]>(2);
    const all = ['post.view', 'post.change'] as const;
    await grants.grant({ user: 1 }, VIEW, one);
    await grants.grant({ group: 'staff' }, CHANGE, one);
    await grants.grant({ user: 1 }, VIEW, two);

    expect(await grants.hasPermissions(ann, all, one)).toBe(true);
    expect(await grants.hasPermissions(ann, all, two)).toBe(false);
    expect(await found(database.getRepository(Post), await granted(ann, all, Post))).toEqual([one.id]);
  });

  it('are given once, listed, and taken back', async () => {
    const post = await database.getRepository(Post).save(new Post());
    await grants.grant({ user: 1 }, ['post.view', 'post.change'], post);
    await grants.grant({ user: 1 }, ['post.change', 'post.delete'], post);
    const held = { subjectKind: 'user', subjectId: '1', resource: 'g_posts', objectId: String(post.id) };

    const listed = await grants.list(post);
    expect(listed.map(({ code }) => code).sort()).toEqual(['post.change', 'post.delete', 'post.view']);
    expect(listed[0]).toMatchObject(held);
    expect(await grants.revoke({ group: '1' }, ['post.change'], post)).toBe(0);
    expect(await grants.revoke({ user: 1 }, ['post.change', 'post.view', 'post.nothing'], post)).toBe(2);
    expect((await grants.list(post)).map(({ code }) => code)).toEqual(['post.delete']);
  });

  it('say nothing about a resource as a whole, which the codes of the user do', async () => {
    const post = await database.getRepository(Post).save(new Post());
    await grants.grant({ user: 1 }, CHANGE, post);

    expect(await grants.hasPermissions(ann, ['post.add'])).toBe(true);
    expect(await grants.hasPermissions(ann, CHANGE)).toBe(false);
    expect(await grants.hasPermissions(ann, ['post.add'], post)).toBe(false);
  });

  it('become one condition of one query, also negated, in an OR, and in a statement that writes', async () => {
    const [one, two, three] = await saved<[Post, Post, Post]>(3);
    const repository = database.getRepository(Post);
    await grants.grant({ user: 1 }, CHANGE, two);
    statements.length = 0;
    const scope = await granted(ann, CHANGE, Post);
    expect(statements).toEqual([]);

    expect(await applyScope(repository.createQueryBuilder('row'), scope).getCount()).toBe(1);
    expect(statements).toHaveLength(1);
    const where = (await grants.where(ann, CHANGE, Post)) as never;
    expect(await found(repository, scopeNot<Post>(where))).toEqual([one.id, three.id]);
    expect(await found(repository, scopeOr<Post>(where, { id: three.id }))).toEqual([two.id, three.id]);
    const changed = await repository.update(scopedWhere(repository, scope), { title: 'changed' });
    expect(changed.affected).toBe(1);
    expect((await repository.findOneByOrFail({ title: 'changed' })).id).toBe(two.id);
    await applyScope(repository.createQueryBuilder().delete(), scope).execute();
    expect(ids(await repository.find()).sort()).toEqual([one.id, three.id]);
  });

  it('may be a hundred thousand', async () => {
    const repository = database.getRepository(Post);
    const column = (field: string) =>
      database.driver.escape(database.getMetadata(ObjectGrant).findColumnWithPropertyName(field)!.databaseName);
    const columns = ['subjectKind', 'subjectId', 'resource', 'code', 'objectId'].map(column).join(', ');
    await database.query(
      `INSERT INTO object_grants (${columns}) SELECT 'user', '1', 'g_posts', 'post.view', i FROM (${HUNDRED_THOUSAND[name]!}) AS numbers`,
    );
    const rows = Array.from({ length: 20 }, (_, index) => `(${String(99_990 + index)})`).join(', ');
    await database.query(`INSERT INTO g_posts (post_id) VALUES ${rows}`);
    const scope = await granted(ann, VIEW, Post);

    statements.length = 0;
    const page = await repository.find({ where: scopedWhere(repository, scope), order: { id: 'ASC' }, take: 3 });
    expect(ids(page)).toEqual([99_990, 99_991, 99_992]);
    expect(statements).toHaveLength(1);
    expect(await repository.countBy(scopedWhere(repository, scope))).toBe(11);
  }, 60_000);

  describe('die with their object', () => {
    const left = async () => (await database.getRepository(ObjectGrant).find()).map(({ objectId }) => objectId).sort();
    let one: Post;
    let two: Post;
    beforeEach(async () => {
      [one, two] = await saved<[Post, Post]>(2);
      for (const post of [one, two]) await grants.grant({ user: 1 }, ['post.view', 'post.change'], post);
      await database.getRepository(Page).insert({ slug: String(two.id) });
      await grants.grant({ user: 1 }, VIEW, Object.assign(new Page(), { slug: String(two.id) }));
    });
    const ofBoth = () => [...Array<string>(2).fill(String(one.id)), ...Array<string>(3).fill(String(two.id))].sort();

    it('when it is removed', async () => {
      const { id } = two;
      await database.getRepository(Post).remove(two);

      expect(await left()).toEqual([String(one.id), String(one.id), String(id)].sort());
    });

    it('when it is deleted by a condition, or by a scope', async () => {
      await database.getRepository(Post).delete({ id: two.id });
      expect(await left()).toEqual([String(one.id), String(one.id), String(two.id)].sort());
      await applyScope(
        database.getRepository(Post).createQueryBuilder().delete(),
        await granted(ann, CHANGE, Post),
      ).execute();
      expect(await left()).toEqual([String(two.id)]);
    });

    it('[SEC-104] and do not come back with another object of the same id', async () => {
      const { id } = two;
      await database.getRepository(Post).remove(two);
      await database.query(`INSERT INTO g_posts (post_id) VALUES (${String(id)})`);

      expect(await grants.hasPermissions(ann, VIEW, Object.assign(new Post(), { id }))).toBe(false);
    });

    it('and not when that is undone', async () => {
      const undone = database.transaction(async (manager) => {
        await manager.remove(Post, Object.assign(new Post(), two));
        throw new Error('undone');
      });

      await expect(undone).rejects.toThrow('undone');
      expect(await left()).toEqual(ofBoth());
    });

    it('and not when it is only marked as deleted', async () => {
      await database.getRepository(Post).softRemove(two);
      await database.getRepository(Post).softDelete({ id: one.id });

      expect(await grants.removeOrphans(Post)).toBe(0);
      expect(await left()).toEqual(ofBoth());
    });

    it('when orphans are removed, which nothing but the database has deleted', async () => {
      await database.query(`DELETE FROM g_posts WHERE post_id = ${String(two.id)}`);

      expect(await left()).toEqual(ofBoth());
      expect(await grants.removeOrphans(Post)).toBe(2);
      expect(await grants.removeOrphans(Page)).toBe(0);
      expect(await left()).toEqual([String(one.id), String(one.id), String(two.id)].sort());
    });

    it('whatever else is deleted', async () => {
      await database.getRepository(Link).insert({ from: 1, to: 2 });
      await database.getRepository(Link).delete({ from: 1 });
      await database.getRepository(ObjectGrant).delete({ objectId: String(one.id) });

      expect(await left()).toEqual([String(two.id), String(two.id), String(two.id)]);
    });

    it('also where two backends know of one data source', async () => {
      const before = database.subscribers.length;

      expect(new ObjectGrantsBackend(database)).toBeInstanceOf(ObjectGrantsBackend);
      expect(database.subscribers).toHaveLength(before);
    });
  });

  it('are given in the transaction that makes the object, or not at all', async () => {
    const making = database.transaction(async (manager) => {
      const post = await manager.save(new Post());
      await grants.grant({ user: 1 }, VIEW, post, manager);
      expect(await grants.revoke({ user: 1 }, ['post.nothing'], post, manager)).toBe(0);
      expect(await grants.removeOrphans(Post, manager)).toBe(0);
      throw new Error('undone');
    });

    await expect(making).rejects.toThrow('undone');
    expect(await database.getRepository(ObjectGrant).count()).toBe(0);
  });

  it('find their users by the options', async () => {
    const post = await database.getRepository(Post).save(new Post());
    await grants.grant({ user: 'ann' }, VIEW, post);
    await grants.grant({ group: 7 }, CHANGE, post);
    const backend = new ObjectGrantsBackend(database, {
      getUserId: ({ sub }: { sub: string }) => sub,
      groupsOf: async () => Promise.resolve([7n]),
    });

    expect(await backend.hasPermissions({ sub: 'ann' }, ['post.view', 'post.change'], post)).toBe(true);
    expect(await backend.hasPermissions({ sub: 'bob' }, VIEW, post)).toBe(false);
  });
});

describe('grants for objects refuse', () => {
  let database: DataSource;
  let grants: ObjectGrantsBackend<User>;
  beforeAll(async () => {
    database = await openDatabase({ type: 'sqljs' }, entities);
    grants = new ObjectGrantsBackend<User>(database);
  });
  afterAll(() => closeDatabase(database));

  const post = Object.assign(new Post(), { id: 1 });

  it.each<[string, () => object, string]>([
    ['an object without an id', () => new Post(), 'Post.id is a string, number or bigint of at most 190 characters.'],
    ['a key that is too long', () => Object.assign(new Page(), { slug: 'x'.repeat(191) }), 'Page.slug is a string'],
    ['a composite key', () => Object.assign(new Link(), { from: 1, to: 2 }), 'Link has no single primary column'],
    [
      'a key that has no one text',
      () => Object.assign(new Day(), { day: '2026-01-01' }),
      'Day.day is no integer, uuid or text',
    ],
    ['what is no entity', () => ({ id: 1 }), 'Object is no entity of the data source, and has no grants'],
  ])('%s', async (_what, object, problem) => {
    await expect(grants.hasPermissions(ann, VIEW, object())).rejects.toThrow(problem);
    await expect(grants.grant({ user: 1 }, VIEW, object())).rejects.toThrow(problem);
    expect(() => grants.list(object())).toThrow(problem);
  });

  it('a list of what is no entity', async () => {
    await expect(grants.where(ann, VIEW, 'post')).rejects.toThrow('post is no entity of the data source');
    await expect(grants.where(ann, VIEW, class Draft {})).rejects.toThrow('Draft is no entity of the data source');
    await expect(grants.where(ann, VIEW, Link)).rejects.toThrow('Link has no single primary column');
  });

  it.each([[[]], [['']], [['x'.repeat(101)]], [[undefined]]])('the codes %j', async (codes) => {
    await expect(grants.grant({ user: 1 }, codes as never, post)).rejects.toThrow('Codes are one or more strings');
    expect(() => grants.revoke({ user: 1 }, codes as never, post)).toThrow('Codes are one or more strings');
  });

  it.each([{ user: '' }, { user: NaN }, { group: undefined }, { group: 'x'.repeat(191) }, { user: { not: 1 } }])(
    'the subject %j',
    async (subject) => {
      await expect(grants.grant(subject as never, VIEW, post)).rejects.toThrow('is a string, number or bigint');
    },
  );

  it.each<[object, string]>([
    [{ getUserId: () => undefined }, 'What the option `getUserId` of ObjectGrantsBackend answers is a string'],
    [{ groupsOf: () => 'staff' }, 'the option `groupsOf` answers an array'],
    [{ groupsOf: () => Promise.resolve([{}]) }, 'A group of the option `groupsOf` is a string'],
  ])('users of whom %p says nothing', async (options, problem) => {
    const backend = new ObjectGrantsBackend(database, options);

    await expect(backend.hasPermissions(ann, VIEW, post)).rejects.toThrow(problem);
    await expect(backend.where(ann, VIEW, Post)).rejects.toThrow(problem);
  });

  it('to be judged in memory, or by a query of another entity', async () => {
    const scope = scopeWhere<Post>(await grants.where(ann, VIEW, Post));

    expect(() => scope.matches(post)).toThrow(
      'Whether `id` is granted post.view is known to the database: give the scope to a query, as nestjs-permissions/typeorm does.',
    );
    const contents = database.getRepository(Content);
    expect(() => scopedWhere(contents, scope as Scope<never>)).toThrow(
      'These grants are for objects in g_posts, and not for Content.',
    );
  });
});

describe('a backend of grants', () => {
  it('needs an open data source that knows the entity', async () => {
    const database = await openDatabase({ type: 'sqljs' }, [Post]);
    const problem = 'the data source must be initialized, with ObjectGrant among its `entities`';

    expect(() => new ObjectGrantsBackend(database)).toThrow(problem);
    await closeDatabase(database);
    expect(() => new ObjectGrantsBackend(database)).toThrow(problem);
  });
});
