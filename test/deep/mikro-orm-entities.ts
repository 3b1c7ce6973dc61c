import type { EntitySchema } from '@mikro-orm/core';
import type { ContractItem, ContractNote, ContractPerson, ContractTag } from 'nestjs-permissions/testing';

export interface Person extends ContractPerson {
  manager: Person | null;
}

export interface Tag extends ContractTag {
  items: Iterable<Item>;
}

export interface Item extends ContractItem {
  touched: boolean;
  owner: Person | null;
  parent: Item | null;
  notes: Iterable<Note>;
  tags: Iterable<Tag>;
}

export interface Note extends ContractNote {
  item: Item | null;
}

type Schemas = Readonly<Record<'Person' | 'Tag' | 'Item' | 'Note', EntitySchema>>;

/** The tables of the contract; their columns can be read as values and as relations. */
export function contractEntities(Schema: typeof EntitySchema): Schemas {
  const id = { type: 'integer', primary: true, autoincrement: false } as const;
  const to = (entity: string, fieldName: string) =>
    ({ kind: 'm:1', entity: () => entity as never, fieldName, nullable: true, persist: false }) as const;
  const define = (name: string, tableName: string, properties: object) =>
    new Schema({ name, tableName, properties: properties as never });
  const nullable = true;
  return {
    Person: define('Person', 'contract_people', {
      id,
      name: { type: 'string', fieldName: 'full_name', nullable },
      rank: { type: 'integer', fieldName: 'grade', nullable },
      managerId: { type: 'integer', fieldName: 'boss', nullable },
      manager: to('Person', 'boss'),
    }),
    Tag: define('Tag', 'contract_tags', {
      id: { ...id, fieldName: 'tag_id' },
      label: { type: 'string', nullable },
      items: { kind: 'm:n', entity: () => 'Item', mappedBy: 'tags' },
    }),
    Item: define('Item', 'contract_items', {
      id: { ...id, fieldName: 'item_id' },
      title: { type: 'string', fieldName: 'headline', nullable },
      rank: { type: 'integer', nullable },
      ratio: { type: 'double', nullable },
      size: { type: 'bigint', fieldName: 'bytes', nullable },
      active: { type: 'boolean', fieldName: 'is_active', nullable },
      at: { type: 'datetime', fieldName: 'happened_at', length: 3, nullable },
      ownerId: { type: 'integer', fieldName: 'owner', nullable },
      parentId: { type: 'integer', fieldName: 'parent', nullable },
      touched: { type: 'boolean', fieldName: 'is_touched', default: false },
      owner: to('Person', 'owner'),
      parent: to('Item', 'parent'),
      notes: { kind: '1:m', entity: () => 'Note', mappedBy: 'item' },
      tags: { kind: 'm:n', entity: () => 'Tag', pivotTable: 'contract_item_tags', owner: true },
    }),
    Note: define('Note', 'contract_notes', {
      id,
      text: { type: 'string', nullable },
      itemId: { type: 'integer', fieldName: 'about', nullable },
      item: to('Item', 'about'),
    }),
  };
}
