import { inspect } from 'node:util';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/prisma';
import type { ContractFilter, ContractRows, LoadedItem, ScopeAdapter } from 'nestjs-permissions/testing';
import type { Opened } from './databases.js';
import type { Item, Prisma } from './generated/postgresql/client.js';

type Items = Prisma.TransactionClient['item'];
type Where = Prisma.ItemWhereInput;

/** `scopedWhere()` on a client of Prisma. */
export class PrismaAdapter implements ScopeAdapter {
  constructor(private readonly database: Opened) {}

  async fill({ people, items, notes, tags, itemTags }: ContractRows): Promise<void> {
    const { client } = this.database;
    await client.person.createMany({ data: [...people] });
    await client.tag.createMany({ data: [...tags] });
    await client.item.createMany({ data: [...items] });
    await client.note.createMany({ data: [...notes] });
    for (const { id } of items) {
      const connect = itemTags.filter(({ itemId }) => itemId === id).map(({ tagId }) => ({ id: tagId }));
      await client.item.update({ where: { id }, data: { tags: { connect } } });
    }
  }

  async load(): Promise<readonly LoadedItem[]> {
    const include = { owner: { include: { manager: true } }, parent: true, notes: true, tags: true } as const;
    return await this.database.client.item.findMany({ include });
  }

  async select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const { item } = this.database.client;
    return ids(await item.findMany({ where: scopedWhere(item, asItems(scope), own(filter)), select: { id: true } }));
  }

  async count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number> {
    const { item } = this.database.client;
    return item.count({ where: scopedWhere(item, asItems(scope), own(filter)) });
  }

  async update(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async ({ item }) => {
      await item.updateMany({ where: await this.written(item, scope, filter), data: { touched: true } });
      return ids(await item.findMany({ where: { touched: true }, select: { id: true } }));
    });
  }

  async delete(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.undone(async ({ item }) => {
      const before = ids(await item.findMany({ select: { id: true } }));
      await item.deleteMany({ where: await this.written(item, scope, filter) });
      const after = new Set(ids(await item.findMany({ select: { id: true } })));
      return before.filter((id) => !after.has(id));
    });
  }

  async close(): Promise<void> {
    await this.database.close();
  }

  /** The rows that a statement writes. */
  protected async written(item: Items, scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<Where> {
    return Promise.resolve(scopedWhere(item, asItems(scope), own(filter)));
  }

  private async undone(work: (client: Prisma.TransactionClient) => Promise<number[]>): Promise<number[]> {
    const undo = new Error('undo');
    let answer: number[] = [];
    const transaction = this.database.client.$transaction(async (client) => {
      answer = await work(client);
      throw undo;
    });
    await transaction.catch((error: unknown) => {
      if (error !== undo) throw error;
    });
    return answer;
  }
}

// the rows are what the suite says of them
function asItems(scope: Scope<LoadedItem>): Scope<Item> {
  return scope as Scope<never>;
}

function own(filter: ContractFilter | undefined): Where | undefined {
  return filter && { OR: [...filter] };
}

function ids(rows: readonly { readonly id: number }[]): number[] {
  return rows.map(({ id }) => id);
}

/** As MySQL has it: Prisma cannot write rows of a table that the condition reads as well, and answers with an error. */
export class MysqlAdapter extends PrismaAdapter {
  protected override async written(item: Items, scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<Where> {
    const where = await super.written(item, scope, filter);
    if (!inspect(where, { depth: null }).includes('parent: {')) return where;
    return { id: { in: ids(await item.findMany({ where, select: { id: true } })) } };
  }
}
