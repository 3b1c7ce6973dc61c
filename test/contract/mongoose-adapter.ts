import mongoose, { type Query } from 'mongoose';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/mongoose';
import type { ContractFilter, ContractRows, LoadedItem, ScopeAdapter } from 'nestjs-permissions/testing';

const { Schema } = mongoose;
const { BSON } = mongoose.mongo;

/** Judges documents as MongoDB would. */
export type Matcher = (filter: object) => (document: object) => boolean;

type Document = Record<string, unknown>;

const nullable = <T>(type: T) => ({ type, default: null });
const id = { type: Number, required: true };
const embedded = { _id: false, id: false } as const;

const PERSON = {
  id,
  name: { type: String, default: 'a' },
  rank: nullable(Number),
  managerId: nullable(Number),
};
const ITEM = {
  id,
  title: nullable(String),
  rank: nullable(Number),
  ratio: { type: Number, default: 0.5 },
  size: { type: BigInt, default: 1n },
  active: nullable(Boolean),
  at: nullable(Date),
  ownerId: nullable(Number),
  parentId: nullable(Number),
};
/** What documents without the field hold in memory. */
const DEFAULTS: Document = { name: 'a', ratio: 0.5, size: 1n };

const manager = new Schema(PERSON, embedded);
const owner = new Schema({ ...PERSON, manager: nullable(manager) }, embedded);
const itemSchema = new Schema(
  {
    ...ITEM,
    owner: nullable(owner),
    parent: nullable(new Schema(ITEM, embedded)),
    notes: [new Schema({ id, text: nullable(String), itemId: nullable(Number) }, embedded)],
    tags: [new Schema({ id, label: nullable(String) }, embedded)],
    touched: Boolean,
  },
  { id: false },
);

/** The filter that Mongoose would send. */
export function sent(query: Query<unknown, unknown>): object {
  (query as unknown as { _castConditions(): void })._castConditions();
  const error = query.error();
  if (error) throw error;
  return query.getFilter();
}

/** What a database answers that was given this. */
export function stored<T extends object>(value: T): T {
  return BSON.deserialize(BSON.serialize(value)) as T;
}

/** Mongoose's own casting of filters and documents, and a matcher in the place of the server. */
class MongooseAdapter implements ScopeAdapter {
  private readonly items = new mongoose.Mongoose().model('Item', itemSchema);
  private documents: Document[] = [];
  private asked = 0;

  constructor(private readonly matcher: Matcher) {}

  async fill({ people, items, notes, tags, itemTags }: ContractRows): Promise<void> {
    const person = (id: number | null) => people.find((each) => each.id === id) ?? null;
    this.documents = items.map((item) => {
      const found = person(item.ownerId);
      const document = {
        ...item,
        owner: found === null ? null : { ...found, manager: person(found.managerId) },
        parent: items.find(({ id }) => id === item.parentId) ?? null,
        notes: notes.filter(({ itemId }) => itemId === item.id),
        tags: itemTags
          .filter(({ itemId }) => itemId === item.id)
          .map(({ tagId }) => tags.find(({ id }) => id === tagId)),
      };
      const written = new this.items(document).toObject({ virtuals: false, getters: false }) as Document;
      return stored(item.id % 2 === 0 ? written : withoutDefaults(written));
    });
    return Promise.resolve();
  }

  load(): Promise<readonly LoadedItem[]> {
    return Promise.resolve(this.documents.map((document) => this.items.hydrate(document) as unknown as LoadedItem));
  }

  select(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    const where = this.where(scope, filter);
    if (++this.asked % 2 === 0) return this.found(where);
    return this.found(sent(this.items.find(where, null, { sanitizeFilter: this.asked % 3 === 0 })));
  }

  async count(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number> {
    return (await this.found(sent(this.items.countDocuments(this.where(scope, filter))))).length;
  }

  update(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.found(sent(this.items.updateMany(this.where(scope, filter), { touched: true })));
  }

  delete(scope: Scope<LoadedItem>, filter?: ContractFilter): Promise<number[]> {
    return this.found(sent(this.items.deleteMany(this.where(scope, filter))));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private where(scope: Scope<LoadedItem>, filter?: ContractFilter): ReturnType<typeof scopedWhere> {
    const where = filter === undefined ? {} : { $or: filter.map((values) => ({ ...values })) };
    return scopedWhere(this.items, scope as Scope<never>, where);
  }

  private found(filter: object): Promise<number[]> {
    const matches = this.matcher(stored(filter));
    return Promise.resolve(this.documents.filter(matches).map(({ id }) => id as number));
  }
}

/** A document as it was written before its schema knew the fields that now have a default. */
function withoutDefaults(document: Document): Document {
  const members = Object.entries(document)
    .filter(([field, value]) => value !== (field in DEFAULTS ? DEFAULTS[field] : null))
    .map(([field, value]) => [field, isDocument(value) ? withoutDefaults(value) : value]);
  return Object.fromEntries(members) as Document;
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Makes an adapter that keeps its documents in memory. */
export function openMongoose(matcher: Matcher): ScopeAdapter {
  return new MongooseAdapter(matcher);
}
