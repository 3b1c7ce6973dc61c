import {
  Column,
  Entity,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import type { ContractItem, ContractNote, ContractPerson, ContractTag } from 'nestjs-permissions/testing';

// rows are deleted one table at a time
const unbound = { createForeignKeyConstraints: false } as const;

/** What a bigint column needs so that an entity holds bigints. */
const asBigint = {
  to: (value: bigint | null) => value,
  from: (value: string | number | null) => (value === null ? null : BigInt(value)),
};

@Entity('contract_people')
export class Person implements ContractPerson {
  @PrimaryColumn()
  id!: number;

  @Column('varchar', { name: 'full_name', nullable: true })
  name!: string | null;

  @Column('int', { name: 'grade', nullable: true })
  rank!: number | null;

  @Column('int', { name: 'boss', nullable: true })
  managerId!: number | null;

  @ManyToOne(() => Person, { ...unbound, nullable: true })
  @JoinColumn({ name: 'boss' })
  manager!: Relation<Person> | null;
}

@Entity('contract_tags')
export class Tag implements ContractTag {
  @PrimaryColumn({ name: 'tag_id' })
  id!: number;

  @Column('varchar', { nullable: true })
  label!: string | null;

  @ManyToMany(() => Item, (item) => item.tags, unbound)
  items!: Relation<Item>[];
}

@Entity('contract_items')
export class Item implements ContractItem {
  @PrimaryColumn({ name: 'item_id' })
  id!: number;

  @Column('varchar', { name: 'headline', nullable: true })
  title!: string | null;

  @Column('int', { nullable: true })
  rank!: number | null;

  @Column('double precision', { nullable: true })
  ratio!: number | null;

  @Column('bigint', { name: 'bytes', nullable: true, transformer: asBigint })
  size!: bigint | null;

  @Column('boolean', { name: 'is_active', nullable: true })
  active!: boolean | null;

  @Column({ type: Date, name: 'happened_at', nullable: true, precision: 3 })
  at!: Date | null;

  @Column('int', { name: 'owner', nullable: true })
  ownerId!: number | null;

  @Column('int', { name: 'parent', nullable: true })
  parentId!: number | null;

  /** What `update` writes. */
  @Column('boolean', { default: false })
  touched!: boolean;

  @ManyToOne(() => Person, { ...unbound, nullable: true })
  @JoinColumn({ name: 'owner' })
  owner!: Relation<Person & { manager: Person | null }> | null;

  @ManyToOne(() => Item, { ...unbound, nullable: true })
  @JoinColumn({ name: 'parent' })
  parent!: Relation<Item> | null;

  @OneToMany(() => Note, (note) => note.item)
  notes!: Relation<Note>[];

  @ManyToMany(() => Tag, (tag) => tag.items, unbound)
  @JoinTable({ name: 'contract_item_tags' })
  tags!: Relation<Tag>[];
}

@Entity('contract_notes')
export class Note implements ContractNote {
  @PrimaryColumn()
  id!: number;

  @Column('varchar', { nullable: true })
  text!: string | null;

  @Column('int', { name: 'about', nullable: true })
  itemId!: number | null;

  @ManyToOne(() => Item, (item) => item.notes, { ...unbound, nullable: true })
  @JoinColumn({ name: 'about' })
  item!: Relation<Item> | null;
}

export const ENTITIES = [Person, Tag, Item, Note];
