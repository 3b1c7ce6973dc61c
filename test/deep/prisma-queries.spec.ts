import type { Scope } from 'nestjs-permissions';
import type { PrismaModel, WhereOf } from 'nestjs-permissions/prisma';
import { scopedWhere } from 'nestjs-permissions/prisma';
import { scopeNot, scopeWhere } from '../contract/scopes.js';
import { onMysql, onPostgres, type Opened } from './prisma/databases.js';
import type { Item, Person, Prisma, PrismaClient } from './prisma/generated/postgresql/client.js';

const mine = scopeWhere<Item>({ ownerId: 1 });

describe.each([...Object.entries(onPostgres), ...Object.entries(onMysql)])('queries of Prisma, on %s', (name, open) => {
  let database: Opened;
  let client: PrismaClient;

  beforeAll(async () => {
    database = await open();
    ({ client } = database);
  });
  beforeEach(async () => {
    await client.note.deleteMany();
    await client.item.deleteMany();
    await client.person.deleteMany();
    await client.person.createMany({
      data: [1, 2, 3].map((id) => ({ id, rank: [1, null, 2][id - 1]!, managerId: 2 })),
    });
    await client.item.createMany({
      data: [1, 2, 3, 4, 5].map((id) => ({ id, rank: id, ownerId: [1, 1, 2, 3, null][id - 1]!, parentId: 1 })),
    });
    await client.note.createMany({ data: [1, 2, 3, 4].map((id) => ({ id, itemId: [1, 1, 2, null][id - 1]! })) });
  });
  afterAll(() => database.close());

  const where = (own?: Prisma.ItemWhereInput) => scopedWhere(client.item, mine, own);

  it('the models of a client are what the adapter takes them for', () => {
    const { item } = client satisfies Record<'item' | 'person' | 'note' | 'tag' | 'sample', PrismaModel>;
    const typed: Prisma.ItemWhereInput = {} satisfies WhereOf<typeof item>;
    expect(scopedWhere(item, mine, typed)).toEqual({ AND: [{}, { ownerId: { equals: 1 } }] });
    // @ts-expect-error -- the scope of another model
    expect(() => scopedWhere(item, scopeWhere<Person>({ name: 'a' }))).toThrow(TypeError);
    // @ts-expect-error -- the condition of another model
    scopedWhere(item, mine, { managerId: 1 });
    // @ts-expect-error -- no model
    expect(() => scopedWhere(client, mine)).toThrow(/needs a model/);
  });

  it('[SEC-162] none is none, and all is what the caller asks for', async () => {
    for (const own of [undefined, {}, { id: { gt: 0 } }, { OR: [{ id: 1 }, { id: 2 }] }, { NOT: { id: 1 } }]) {
      const [none, all] = [scopeWhere<Item>(false), scopeWhere<Item>(true)];
      expect(await client.item.findMany({ where: scopedWhere(client.item, none, own) })).toEqual([]);
      expect(await client.item.updateMany({ where: scopedWhere(client.item, none, own), data: {} })).toEqual({
        count: 0,
      });
      expect(await client.item.deleteMany({ where: scopedWhere(client.item, none, own) })).toEqual({ count: 0 });
      const count = await client.item.count(own && { where: own });
      expect(await client.item.count({ where: scopedWhere(client.item, all, own) })).toBe(count);
    }
  });

  it('[SEC-165] [SEC-166] is undone by no other condition', async () => {
    const found = async (own: Prisma.ItemWhereInput) =>
      (await client.item.findMany({ where: own })).map(({ id }) => id);
    expect(await found(where({ OR: [{ id: 1 }, { id: { gt: 0 } }] }))).toEqual([1, 2]);
    expect(await found(where({ NOT: { id: 1 } }))).toEqual([2]);
    expect(await found(where({ ownerId: 2 }))).toEqual([]);
    expect(await found({ AND: [where(), { OR: [{ id: 1 }, { id: 3 }] }] })).toEqual([1]);
    expect(await found({ OR: [where({ id: 1 }), { AND: [scopedWhere(client.item, scopeWhere(false))] }] })).toEqual([
      1,
    ]);
  });

  it('[SEC-180] a page and its count agree', async () => {
    const scope = scopeWhere<Item>({ notes: { some: { id: { gt: 0 } } } });
    const query = { where: scopedWhere(client.item, scope), orderBy: { id: 'asc' } } as const;
    const [first, second, count] = await client.$transaction([
      client.item.findMany({ ...query, take: 1, include: { notes: true } }),
      client.item.findMany({ ...query, take: 1, skip: 1 }),
      client.item.count({ where: query.where }),
    ]);
    expect([...first, ...second].map(({ id }) => id)).toEqual([1, 2]);
    expect(count).toBe(2);
    expect(await client.item.aggregate({ where: query.where, _sum: { rank: true } })).toEqual({ _sum: { rank: 3 } });
    expect(await client.item.findFirst({ where: where({ id: 3 }) })).toBeNull();
  });

  it('[SEC-177] a relation under a negation keeps the rows without one, and those that hold a null', async () => {
    const scope = scopeNot<Item>({ owner: { rank: 1 } });
    const rows = await client.item.findMany({ include: { owner: true }, orderBy: { id: 'asc' } });
    const ids = scope.filter(rows).map(({ id }) => id);
    expect(ids).toEqual([3, 4, 5]);
    const found = await client.item.findMany({ where: scopedWhere(client.item, scope), orderBy: { id: 'asc' } });
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it('[SEC-181] writes what is in the scope in one statement, and tells when that is nothing', async () => {
    expect(await client.item.updateMany({ where: where({ id: 3 }), data: { touched: true } })).toEqual({ count: 0 });
    expect(await client.item.updateMany({ where: where({ id: { gt: 0 } }), data: { touched: true } })).toEqual({
      count: 2,
    });
    const one = (id: number) => ({ where: { id, AND: where() }, data: { rank: 9 } });
    expect(await client.item.update(one(1))).toMatchObject({ id: 1, rank: 9 });
    await expect(client.item.update(one(3))).rejects.toMatchObject({ code: 'P2025' });
    await expect(client.item.delete({ where: { id: 4, AND: where() } })).rejects.toMatchObject({ code: 'P2025' });
    expect(await client.item.findUnique({ where: { id: 3, AND: where() } })).toBeNull();
    expect(await client.item.deleteMany({ where: where({ id: { gte: 2 } }) })).toEqual({ count: 1 });
    expect(await client.item.count()).toBe(4);
  });

  it('works in a transaction, and on a client with extensions', async () => {
    const count = await client.$transaction(async (tx) => tx.item.count({ where: scopedWhere(tx.item, mine) }));
    expect(count).toBe(2);
    const extended = client.$extends({
      result: { item: { label: { needs: { id: true }, compute: ({ id }) => `#${id}` } } },
    });
    const found = await extended.item.findMany({
      where: scopedWhere(extended.item, mine as Scope),
      orderBy: { id: 'asc' },
    });
    expect(found.map(({ label }) => label)).toEqual(['#1', '#2']);
  });

  it('lets a field of the same model stand for a value', async () => {
    const own = where({ rank: { equals: client.item.fields.id } });
    expect(await client.item.count({ where: own })).toBe(2);
  });

  it('an id that is no integer is nobody, and not the one before it', async () => {
    expect(await client.item.count({ where: { id: 1.5 } })).toBe(1);
    expect(await client.item.count({ where: scopedWhere(client.item, scopeWhere<Item>({ id: 1.5 })) })).toBe(0);
  });

  it('says loudly that a list is too long', async () => {
    const scope = scopeNot<Item>({ id: { in: Array.from({ length: 70_000 }, (_, id) => id) } });
    await expect(client.item.findMany({ where: scopedWhere(client.item, scope) })).rejects.toMatchObject({
      code: 'P2029',
    });
  });

  it('writes under a condition on rows of the same table, or says loudly that MySQL cannot', async () => {
    const scope = scopeWhere<Item>({ parent: { rank: 1 } });
    const query = { where: scopedWhere(client.item, scope), data: { touched: true } };
    expect(await client.item.count({ where: query.where })).toBe(5);
    if (name === 'MariaDB') await expect(client.item.updateMany(query)).rejects.toMatchObject({ code: 'P2022' });
    else expect(await client.item.updateMany(query)).toEqual({ count: 5 });
  });
});
