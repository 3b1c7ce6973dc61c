import { inspect } from 'node:util';
import mongoose, { type Query } from 'mongoose';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/mongoose';
import { sent } from './mongoose-adapter.js';
import { scopeNot, scopeOr, scopeWhere } from './scopes.js';

const { Schema, Types } = mongoose;
type Id = mongoose.Types.ObjectId;

const ID = '65f0c0ffee65f0c0ffee65f0';

const owner = new Schema({
  name: { type: String, default: null },
  rank: { type: Number, default: 0 },
  address: { type: new Schema({ city: { type: String, required: true } }), default: null },
  house: { type: new Schema({ no: { type: Number, required: true } }), required: true },
});
const note = new Schema({
  text: { type: String, default: null },
  replies: [{ text: { type: String, required: true } }],
});
const postSchema = new Schema({
  title: { type: String, default: null },
  state: { type: String, enum: ['draft', 'done'], required: true },
  rank: { type: Number, default: 3 },
  views: { type: Schema.Types.Int32, default: null },
  size: { type: BigInt, default: null },
  active: { type: Boolean, default: false },
  at: { type: Date, default: Date.now },
  seen: Date,
  ownerId: { type: Schema.Types.ObjectId, default: null, get: (id?: Id) => id?.toHexString() ?? null },
  makerId: { type: Schema.Types.ObjectId, get: (id?: Id) => id?.toHexString() ?? null },
  houseId: { type: Schema.Types.ObjectId, default: ID, get: (id?: Id) => id?.toHexString() ?? null },
  owner: { type: owner, default: null },
  editor: { type: owner, required: true },
  maker: { type: owner, default: () => ({}) },
  guest: owner,
  meta: { lang: { type: String, default: 'en' }, deep: { level: { type: Number, default: null } } },
  notes: [note],
  drafts: { type: [note], default: () => [] },
  lost: { type: [note], default: undefined },
});
const connection = new mongoose.Mongoose();
const Post = connection.model('Post', postSchema);

/** Without the marks of mongoose.trusted(). */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

function said(scope: Scope, where = {}): unknown {
  const filter = scopedWhere(Post, scope as Scope<never>, where);
  const before = plain(filter);
  // what is sent is what was said: nothing is left out, cast or sanitized
  for (const query of [
    Post.find(filter, null, { strictQuery: true }),
    Post.find(filter, null, { strictQuery: 'throw' }),
    Post.find(filter, null, { sanitizeFilter: true }),
    Post.findOne(filter),
    Post.findOneAndUpdate(filter, { title: 'a' }),
    Post.countDocuments(filter),
    Post.exists(filter),
    Post.distinct('title', filter),
    Post.updateOne(filter, { title: 'a' }),
    Post.updateMany(filter, { title: 'a' }, { strictQuery: true }),
    Post.deleteOne(filter),
    Post.deleteMany(filter, { strictQuery: true }),
  ]) {
    expect(plain(sent(query as unknown as Query<unknown, unknown>))).toEqual(before);
  }
  expect(plain(Post.aggregate([{ $match: filter }]).pipeline())).toEqual([{ $match: before }]);
  return (before as { $and: unknown[] }).$and[0];
}

const missing = { $exists: false };
const nothing = { $eq: null, $exists: true };
const NONE = { $nor: [{}] };

describe('filters of Mongoose', () => {
  it.each<[string, object, object, object]>([
    [
      'a text',
      { title: 'a' },
      { title: { $eq: 'a' } },
      { $or: [{ title: { $nin: ['a', null] } }, { title: { $eq: null } }] },
    ],
    [
      'a list of texts',
      { title: { in: ['a', 'A', '$1'] } },
      { title: { $in: ['a', 'A', '$1'] } },
      { $or: [{ title: { $nin: ['a', 'A', '$1', null] } }, { title: { $eq: null } }] },
    ],
    ['null', { title: null }, { title: { $eq: null } }, { title: { $ne: null } }],
    [
      'a required path, which no null and no missing document meets by mistake',
      { state: 'done' },
      { state: { $eq: 'done' } },
      { $or: [{ state: { $nin: ['done', null] } }, { state: nothing }] },
    ],
    [
      'the default, which documents without the path hold in memory',
      { rank: 3 },
      { $or: [{ rank: { $eq: 3 } }, { rank: missing }] },
      { $or: [{ rank: { $nin: [3, null] } }, { rank: nothing }] },
    ],
    [
      'another value than the default',
      { rank: { in: [4, 5] } },
      { rank: { $in: [4, 5] } },
      { $or: [{ $or: [{ rank: { $nin: [4, 5, null] } }, { rank: missing }] }, { rank: nothing }] },
    ],
    [
      'an order that the default meets',
      { rank: { gt: 2 } },
      { $or: [{ rank: { $gt: 2 } }, { rank: missing }] },
      { $or: [{ rank: { $lte: 2 } }, { rank: nothing }] },
    ],
    [
      'an order that the default does not meet',
      { rank: { gte: 4 } },
      { rank: { $gte: 4 } },
      { $or: [{ $or: [{ rank: { $lt: 4 } }, { rank: missing }] }, { rank: nothing }] },
    ],
    [
      'the default, in the other direction',
      { rank: { lte: 3 } },
      { $or: [{ rank: { $lte: 3 } }, { rank: missing }] },
      { $or: [{ rank: { $gt: 3 } }, { rank: nothing }] },
    ],
    ['null beside a default', { rank: null }, { rank: nothing }, { $or: [{ rank: { $ne: null } }, { rank: missing }] }],
    [
      'a flag',
      { active: true },
      { active: { $eq: true } },
      { $or: [{ $or: [{ active: { $nin: [true, null] } }, { active: missing }] }, { active: nothing }] },
    ],
    [
      'a 32-bit number',
      { views: { lt: 7 } },
      { views: { $lt: 7 } },
      { $or: [{ views: { $gte: 7 } }, { views: { $eq: null } }] },
    ],
    [
      'a bigint',
      { size: 5n },
      { size: { $eq: 5n } },
      { $or: [{ size: { $nin: [5n, null] } }, { size: { $eq: null } }] },
    ],
    [
      'a date, of which nobody knows what a document without it holds',
      { at: { lt: new Date(5) } },
      { at: { $lt: new Date(5) } },
      { $or: [{ at: { $gte: new Date(5) } }, { at: nothing }] },
    ],
    [
      'the text of an ObjectId',
      { ownerId: ID },
      { ownerId: { $eq: new Types.ObjectId(ID) } },
      { $or: [{ ownerId: { $nin: [new Types.ObjectId(ID), null] } }, { ownerId: { $eq: null } }] },
    ],
    [
      'the text of an ObjectId beside a default',
      { houseId: ID },
      { $or: [{ houseId: { $eq: new Types.ObjectId(ID) } }, { houseId: missing }] },
      { $or: [{ houseId: { $nin: [new Types.ObjectId(ID), null] } }, { houseId: nothing }] },
    ],
    [
      'an ObjectId whose getter shows null where there is none',
      { makerId: ID },
      { makerId: { $eq: new Types.ObjectId(ID) } },
      { $or: [{ makerId: { $nin: [new Types.ObjectId(ID), null] } }, { makerId: { $eq: null } }] },
    ],
    [
      'the virtual id',
      { id: ID },
      { _id: { $eq: new Types.ObjectId(ID) } },
      { $or: [{ _id: { $nin: [new Types.ObjectId(ID), null] } }, { _id: nothing }] },
    ],
    [
      'several fields',
      { title: 'a', views: { gt: 1 } },
      { $and: [{ title: { $eq: 'a' } }, { views: { $gt: 1 } }] },
      {
        $or: [
          { $or: [{ title: { $nin: ['a', null] } }, { title: { $eq: null } }] },
          { $or: [{ views: { $lte: 1 } }, { views: { $eq: null } }] },
        ],
      },
    ],
    [
      'a sub-document',
      { owner: { name: 'a' } },
      { $and: [{ owner: { $ne: null } }, { 'owner.name': { $eq: 'a' } }] },
      { $nor: [{ $and: [{ owner: { $ne: null } }, { 'owner.name': { $eq: 'a' } }] }] },
    ],
    [
      'a null in a sub-document, which is no missing sub-document',
      { owner: { name: null } },
      { $and: [{ owner: { $ne: null } }, { 'owner.name': { $eq: null } }] },
      { $nor: [{ $and: [{ owner: { $ne: null } }, { 'owner.name': { $eq: null } }] }] },
    ],
    [
      'a sub-document of a sub-document',
      { owner: { address: { city: 'x' } } },
      {
        $and: [
          { owner: { $ne: null } },
          { $and: [{ 'owner.address': { $ne: null } }, { 'owner.address.city': { $eq: 'x' } }] },
        ],
      },
      expect.objectContaining({ $nor: [expect.anything()] }) as object,
    ],
    [
      'the id of a sub-document',
      { owner: { id: ID } },
      { $and: [{ owner: { $ne: null } }, { 'owner._id': { $eq: new Types.ObjectId(ID) } }] },
      expect.objectContaining({ $nor: [expect.anything()] }) as object,
    ],
    [
      'a required sub-document, of which nothing is known where it is missing',
      { editor: { name: 'a' } },
      { $and: [{ editor: { $ne: null } }, { 'editor.name': { $eq: 'a' } }] },
      { $nor: [{ $and: [{ editor: { $ne: null } }, { 'editor.name': { $eq: 'a' } }] }, { editor: missing }] },
    ],
    [
      'a sub-document that a function makes',
      { maker: { rank: 0 } },
      { $and: [{ maker: { $ne: null } }, { $or: [{ 'maker.rank': { $eq: 0 } }, { 'maker.rank': missing }] }] },
      expect.objectContaining({ $nor: [expect.anything(), { maker: missing }] }) as object,
    ],
    [
      'an object without a schema, which is always there',
      { meta: { lang: 'en' } },
      { $and: [{ $nor: [{ meta: nothing }] }, { $or: [{ 'meta.lang': { $eq: 'en' } }, { 'meta.lang': missing }] }] },
      { $nor: [expect.anything(), { meta: nothing }] },
    ],
    [
      'an object in an object',
      { meta: { deep: { level: 1 } } },
      {
        $and: [
          { $nor: [{ meta: nothing }] },
          { $and: [{ $nor: [{ 'meta.deep': nothing }] }, { 'meta.deep.level': { $eq: 1 } }] },
        ],
      },
      { $nor: [expect.anything(), { meta: nothing }] },
    ],
    [
      'some of many sub-documents',
      { notes: { some: { text: 'a' } } },
      { notes: { $elemMatch: { text: { $eq: 'a' } } } },
      { $nor: [{ notes: { $elemMatch: { text: { $eq: 'a' } } } }, { notes: nothing }] },
    ],
    [
      'some of many of many',
      { notes: { some: { replies: { some: { text: 'a' } } } } },
      { notes: { $elemMatch: { replies: { $elemMatch: { text: { $eq: 'a' } } } } } },
      expect.objectContaining({ $nor: [expect.anything(), { notes: nothing }] }) as object,
    ],
    [
      'any of many sub-documents',
      { notes: { some: { text: { notIn: [] } } } },
      { notes: { $elemMatch: {} } },
      { $nor: [{ notes: { $elemMatch: {} } }, { notes: nothing }] },
    ],
    [
      'what a sub-document may lack, which is not granted by a negation either',
      { editor: { address: { city: 'x' }, house: { no: 1 } } },
      {
        $and: [
          { editor: { $ne: null } },
          {
            $and: [
              { $and: [{ 'editor.address': { $ne: null } }, { 'editor.address.city': { $eq: 'x' } }] },
              { $and: [{ 'editor.house': { $ne: null } }, { 'editor.house.no': { $eq: 1 } }] },
            ],
          },
        ],
      },
      {
        $nor: [
          {
            $and: [
              { editor: { $ne: null } },
              {
                $and: [
                  {
                    $and: [
                      { 'editor.address': { $ne: null } },
                      { $or: [{ 'editor.address.city': { $eq: 'x' } }, { 'editor.address.city': missing }] },
                    ],
                  },
                  {
                    $or: [
                      {
                        $and: [
                          { 'editor.house': { $ne: null } },
                          { $or: [{ 'editor.house.no': { $eq: 1 } }, { 'editor.house.no': missing }] },
                        ],
                      },
                      { 'editor.house': missing },
                    ],
                  },
                ],
              },
            ],
          },
          { editor: missing },
        ],
      },
    ],
    [
      'many that a function makes',
      { drafts: { some: { text: 'a' } } },
      { drafts: { $elemMatch: { text: { $eq: 'a' } } } },
      { $nor: [{ drafts: { $elemMatch: { text: { $eq: 'a' } } } }, { drafts: { $eq: null } }] },
    ],
  ])('say %s, and its negation', (_title, where, expected, negated) => {
    expect(said(scopeWhere(where))).toEqual(expected);
    expect(said(scopeNot(where))).toEqual(negated);
  });

  it('[SEC-162] say all and none as constants, which Mongoose leaves alone', () => {
    expect(said(scopeWhere(true))).toEqual({});
    expect(said(scopeWhere(false))).toEqual(NONE);
    expect(said(scopeWhere({ title: { in: [] } }))).toEqual(NONE);
    expect(said(scopeNot({ title: { in: [] } }))).toEqual({});
    expect(said(scopeWhere({ notes: { some: { text: { in: [] } } } }))).toEqual({ notes: { $elemMatch: NONE } });
  });

  it.each<[string, object, object]>([
    ['a number for a text', { rank: '4' }, { rank: { $in: [] } }],
    ['a flag for a number', { rank: true }, { rank: { $in: [] } }],
    ['a bigint for a number', { rank: 4n }, { rank: { $in: [] } }],
    ['a date for a number', { rank: new Date(4) }, { rank: { $in: [] } }],
    ['a number for a date', { at: 4 }, { at: { $in: [] } }],
    ['a text for a date', { at: '1970-01-01T00:00:00.004Z' }, { at: { $in: [] } }],
    ['a text for a flag', { active: 'true' }, { active: { $in: [] } }],
    ['a number for a flag', { active: 1 }, { active: { $in: [] } }],
    ['a number for a text', { title: 1 }, { title: { $in: [] } }],
    ['a text that BSON cannot write', { title: 'lone\ud800' }, { title: { $in: [] } }],
    ['a fraction for a 32-bit number', { views: 1.5 }, { views: { $in: [] } }],
    ['a number beyond 32 bits', { views: 2 ** 31 }, { views: { $in: [] } }],
    ['a bigint beyond 64 bits, which would be cut', { size: 2n ** 64n }, { size: { $in: [] } }],
    ['an id in capitals', { ownerId: ID.toUpperCase() }, { ownerId: { $in: [] } }],
    ['twelve letters, which also make an ObjectId', { ownerId: 'abcdefghijkl' }, { ownerId: { $in: [] } }],
    ['a number, which also makes an ObjectId', { ownerId: 7 }, { ownerId: { $in: [] } }],
  ])('[SEC-179] find nothing equal to %s, and cast nothing into a match', (_title, where, expected) => {
    expect(said(scopeWhere(where))).toEqual(expected);
    expect(inspect(said(scopeNot(where)), { depth: null })).toContain("'$nin': [ null ]");
  });

  it('find the rest of a list, of which some cannot be stored', () => {
    expect(said(scopeWhere({ title: { in: [1, 'a', true] as never[] } }))).toEqual({ title: { $eq: 'a' } });
  });

  it('[SEC-170] hold values as values, however they look', () => {
    for (const evil of ['$ne', '{"$ne":null}', "'; DROP", 'a\0b', 'title.$', '']) {
      expect(said(scopeWhere({ title: evil }))).toEqual({ title: { $eq: evil } });
    }
  });

  it('[SEC-165] stand beside the conditions of the caller, which they cannot replace', () => {
    const mine = scopeOr({ title: 'a' }, { views: 1 });
    const where = { $or: [{ title: 'b' }, {}], title: { $ne: null }, $and: [{ views: 2 }] };
    const filter = scopedWhere(Post, mine, where as never);
    expect(plain(filter)).toEqual({ $and: [{ $or: [{ title: { $eq: 'a' } }, { views: { $eq: 1 } }] }, where] });
  });

  it("[SEC-169] are new every time, and leave the caller's conditions as they are", () => {
    const where = Object.freeze({ $or: Object.freeze([Object.freeze({ rank: '1' }), { at: 5 }]) });
    const [one, other] = [
      scopedWhere(Post, scopeWhere({ rank: 1 }), where as never),
      scopedWhere(Post, scopeWhere({ rank: 1 }), where as never),
    ];
    expect(one.$and[0]).not.toBe(other.$and[0]);
    expect(one.$and[1]).not.toBe(where);
    sent(Post.deleteMany(one));
    sent(Post.deleteMany(one));
    expect(plain(other)).toEqual({ $and: [{ rank: { $eq: 1 } }, where] });
  });

  it('keep what the caller trusts, and sanitize the rest', () => {
    const trusted = { title: connection.trusted({ $ne: 'a' }) };
    const query = (where: object) =>
      Post.find(scopedWhere(Post, scopeWhere({ rank: { gt: 3 } }), where), null, { sanitizeFilter: true });
    expect(plain(sent(query(trusted)))).toEqual({ $and: [{ rank: { $gt: 3 } }, { title: { $ne: 'a' } }] });
    expect(() => sent(query({ title: { $ne: 'a' } }))).toThrow(/Cast to string failed/);
  });
});
