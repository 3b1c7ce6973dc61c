import mongoose, { type Model } from 'mongoose';
import { scopedWhere } from 'nestjs-permissions/mongoose';
import { scopeNot, scopeWhere } from './scopes.js';

const { Schema } = mongoose;
const { ObjectId } = Schema.Types;
type Id = mongoose.Types.ObjectId;

const connection = new mongoose.Mongoose();
const part = new Schema({ rank: Number, code: { type: String, required: true } });
const postSchema = new Schema(
  {
    title: { type: String, default: null, alias: 'headline' },
    email: { type: String, lowercase: true, trim: true, default: null },
    filled: { type: String, default: null, set: (value: unknown) => value ?? 'filled' },
    fragile: { type: String, default: null, set: (value: string) => value.trim() },
    plain: Number,
    part: { type: part, default: null },
    loose: part,
    shown: { type: part, get: (value: unknown) => value },
    made: { type: part, set: (value: unknown) => value ?? {} },
    parts: [part],
    grid: [[part]],
    lost: { type: [part], default: undefined },
    filling: { type: [part], default: [{ code: 'a' }] },
    tags: [String],
    meta: { lang: String },
    author: { type: ObjectId, ref: 'User' },
    reader: { type: ObjectId, get: (id?: Id) => id?.toHexString() },
    broken: { type: ObjectId, get: (id: Id) => id.toHexString() },
    writers: [{ type: ObjectId, ref: 'User' }],
    folded: { type: String, get: (value: string) => value.toLowerCase() },
    price: Schema.Types.Decimal128,
    exact: Schema.Types.Double,
    uuid: Schema.Types.UUID,
    bytes: Buffer,
    map: { type: Map, of: String },
    any: {},
  },
  {
    virtuals: {
      full: { get: () => 'a' },
      comments: { options: { ref: 'Comment', localField: '_id', foreignField: 'post' } },
    },
  },
);
const Post = connection.model('Post', postSchema);

function refused(where: object): () => unknown {
  return () => scopedWhere(Post, scopeWhere(where));
}

describe('a scope in filters of Mongoose', () => {
  it.each<[string, RegExp, object]>([
    ['a path that is not there, and would be left out', /Post has no path `age`, which where\(\)/, { age: 1 }],
    ['a property of all objects', /Post has no path `constructor`/, { constructor: 1 }],
    ['a path with dots', /Post has no path `part\.rank`/, { 'part.rank': 1 }],
    ['a path behind an array', /Post has no path `parts\.0\.rank`/, { 'parts.0.rank': 1 }],
    ['a path of a sub-document that is not there', /Post\.part has no path `age`/, { part: { age: 1 } }],
    ['a path of many that is not there', /Post\.parts has no path `age`/, { parts: { some: { age: 1 } } }],
    ['a sub-document that is not there', /Post has no sub-document `team`/, { team: { id: 1 } }],
    ['an alias', /Post\.headline is a virtual, which no query finds/, { headline: 'a' }],
    ['a virtual', /Post\.full is a virtual/, { full: 'a' }],
    [
      'documents of another collection',
      /Post\.comments is a virtual, and .* follows no reference/,
      { comments: { some: { id: 'a' } } },
    ],
    [
      'a sub-document as a value',
      /Post\.part is a sub-document: compare a field of it, as in \{ part: \{ … \} \}/,
      { part: null },
    ],
    ['an object as a value', /Post\.meta is a sub-document/, { meta: null }],
    [
      'many as a value',
      /Post\.parts is an array of sub-documents: .*\{ parts: \{ some: \{ … \} \} \}/,
      { parts: null },
    ],
    ['one of many', /Post\.parts holds many sub-documents: write \{ parts: \{ some/, { parts: { rank: 1 } }],
    ['many of one', /Post\.part holds one sub-document: write \{ part: \{ … \} \}/, { part: { some: { rank: 1 } } }],
    ['many of an object', /Post\.meta holds one sub-document/, { meta: { some: { lang: 'a' } } }],
    [
      'arrays of arrays',
      /Post\.grid is of type Array, which where\(\) cannot look into/,
      { grid: { some: { rank: 1 } } },
    ],
    ['values in an array', /Post\.tags is of type Array, which MongoDB and memory compare differently/, { tags: 'a' }],
    [
      'a reference',
      /Post\.author is a reference, .*: embed what the rule reads, compare the id/,
      { author: { name: 'a' } },
    ],
    ['many references', /Post\.writers is a reference/, { writers: { some: { name: 'a' } } }],
    [
      'a sub-document with a getter',
      /Post\.shown has a getter or setter, .* look into a path without one/,
      { shown: { code: 'a' } },
    ],
    ['a sub-document with a setter', /Post\.made has a getter or setter/, { made: { code: 'a' } }],
    ['an ObjectId', /Post\.author is an ObjectId, .*: give it a getter that shows its text/, { author: 'a' }],
    ['an ObjectId that is undefined where it is null', /Post\.reader is an ObjectId/, { reader: 'a' }],
    ['an ObjectId whose getter fails on null', /Post\.broken is an ObjectId/, { broken: 'a' }],
    ['the ObjectId of the document', /Post\._id is an ObjectId, .*: compare `id`/, { _id: 'a' }],
    ['a getter', /Post\.folded has a getter, which shows in memory what MongoDB does not compare/, { folded: 'a' }],
    ['a decimal', /Post\.price is of type Decimal128/, { price: 1 }],
    ['a double, which is an object in memory', /Post\.exact is of type Double/, { exact: 1 }],
    ['a UUID', /Post\.uuid (is of type UUID|has a getter)/, { uuid: 'a' }],
    ['bytes', /Post\.bytes is of type Buffer/, { bytes: 'a' }],
    ['a map', /Post\.map is of type Map/, { map: 'a' }],
    ['a key of a map', /Post\.map is of type Map, which where\(\) cannot look into/, { map: { a: 'a' } }],
    ['anything', /Post\.any is of type Mixed/, { any: 'a' }],
    ['a field of anything', /Post\.any is of type Mixed, which where\(\) cannot look into/, { any: { a: 'a' } }],
    [
      'null of a path that may be missing',
      /Post\.plain may be missing in a document, .*: give it `default: null`/,
      { plain: null },
    ],
    ['"not equal" of a path that may be missing', /Post\.plain may be missing/, { plain: { not: 1 } }],
    ['a text that a setter replaces', /Post\.email has a setter, .* does not leave A as it is/, { email: 'A' }],
    ['a null that a setter replaces', /Post\.filled has a setter, .* does not leave null as it is/, { filled: null }],
    ['"not equal" where a setter replaces null', /Post\.filled has a setter/, { filled: { not: 'a' } }],
    ['a null on which a setter fails', /Post\.fragile has a setter/, { fragile: null }],
    [
      'an order of another type',
      /Post\.plain cannot be ordered against 1 \(bigint\), .*: Number\./,
      { plain: { gt: 1n } },
    ],
    ['an order by a date', /Post\.plain cannot be ordered against .* \(object\)/, { plain: { gt: new Date(0) } }],
    ['an order of texts', /Post\.title cannot be ordered against 1 \(number\)/, { title: { gt: 1 } }],
  ])('refuses %s', (_title, message, where) => {
    expect(refused(where)).toThrow(TypeError);
    expect(refused(where)).toThrow(message);
  });

  it.each<[string, RegExp, object]>([
    ['a path that may be missing', /Post\.plain may be missing/, { plain: { lt: 1 } }],
    ['a sub-document that may be missing', /Post\.loose may be missing/, { loose: { code: 'a' } }],
    ['what a sub-document may lack', /Post\.part\.rank may be missing/, { part: { rank: 1 } }],
    ['what one of many may lack', /Post\.parts\.rank may be missing/, { parts: { some: { rank: { lt: 1 } } } }],
    ['an array that may be missing', /Post\.lost may be missing/, { lost: { some: { code: 'a' } } }],
  ])('refuses the negation of %s, and finds it otherwise', (_title, message, where) => {
    expect(refused(where)).not.toThrow();
    expect(() => scopedWhere(Post, scopeNot(where))).toThrow(message);
  });

  it('takes what a setter leaves as it is', () => {
    expect(refused({ email: 'a' })).not.toThrow();
    expect(refused({ fragile: 'a' })).not.toThrow();
  });

  it('does not take an array that begins with elements for an empty one', () => {
    const { $and } = scopedWhere(Post, scopeNot({ filling: { some: { code: 'a' } } }));
    expect($and[0]).toMatchObject({ $nor: [{}, { filling: { $eq: null } }] });
  });

  it('[SEC-179] refuses texts that a collation folds', () => {
    const schema = (locale: string) =>
      new Schema({ name: String, rank: Number, parts: [part] }, { collation: { locale, strength: 1 } });
    const Folded = connection.model('Folded', schema('en'));
    for (const where of [{ name: 'a' }, { parts: { some: { code: 'a' } } }]) {
      expect(() => scopedWhere(Folded, scopeWhere(where))).toThrow(/compared by the collation of the schema/);
    }
    expect(() => scopedWhere(Folded, scopeWhere({ rank: 1 }))).not.toThrow();
    expect(() => scopedWhere(connection.model('Exact', schema('simple')), scopeWhere({ name: 'a' }))).not.toThrow();
  });

  describe('of a model with discriminators', () => {
    const Base = connection.model(
      'Base',
      new Schema({
        name: { type: String, default: null },
        open: { type: Boolean, default: false },
        at: { type: Date, default: Date.now },
      }),
    );
    const Child = Base.discriminator('Child', new Schema({ open: { type: Boolean, default: true }, extra: Number }));

    it('takes what all declare alike', () => {
      expect(() => scopedWhere(Base, scopeNot({ name: 'a', at: new Date(0) }))).not.toThrow();
    });

    it('refuses what one declares otherwise, unless it is asked itself', () => {
      expect(() => scopedWhere(Base, scopeWhere({ open: true }))).toThrow(
        /Base\.open is declared otherwise by the discriminator Child/,
      );
      expect(() => scopedWhere(Base, scopeWhere({ extra: 1 }))).toThrow(/Base has no path `extra`/);
      expect(() => scopedWhere(Child, scopeWhere({ open: true, extra: 1 }))).not.toThrow();
    });
  });

  describe('where the virtual id is not what Mongoose makes of an ObjectId', () => {
    it.each<[string, Model<{ _id: unknown }>]>([
      ['an id of its own', connection.model('Own', new Schema({ _id: Number })) as never],
      [
        'a getter of its own',
        connection.model('Getter', new Schema({}, { virtuals: { id: { get: () => 'a' } } })) as never,
      ],
    ])('refuses %s', (_title, model) => {
      expect(() => scopedWhere(model, scopeWhere({ id: 'a' }))).toThrow(/\.id is a virtual/);
    });

    it('takes an id that is a number, which no document lacks', () => {
      const Numbered = connection.model('Numbered', new Schema({ _id: Number }));
      expect(() => scopedWhere(Numbered, scopeNot({ _id: 1 }))).not.toThrow();
    });
  });
});

describe('the conditions of the caller', () => {
  const scope = scopeWhere({ title: 'a' });

  it.each<[string, RegExp, unknown]>([
    ['undefined', /got title: undefined, which is no condition: leave it out/, { title: undefined }],
    ['undefined in an operator', /got title\.\$ne: undefined/, { title: { $ne: undefined } }],
    [
      'undefined in a list',
      /got \$or\[1\]\.title\.\$in\[0\]: undefined/,
      { $or: [{ plain: 1 }, { title: { $in: [undefined] } }] },
    ],
    ['an empty $or', /got \$or: \[\], which Mongoose takes for no condition at all/, { $or: [] }],
    ['an empty $and', /got \$and: \[\]/, { $and: [] }],
    ['an empty $nor, deeper', /got \$and\[0\]\.\$nor: \[\]/, { $and: [{ $nor: [] }] }],
    ['a path that is not there', /got `age`, which is no path of Post: Mongoose would leave it out/, { age: 1 }],
    ['such a path, deeper', /got `age`/, { $or: [{ title: 'a' }, { age: 1 }] }],
    ['such a path of a sub-document', /got `age`/, { 'part.age': 1 }],
    ['such a path of many', /got `age`/, { parts: { $elemMatch: { age: 1 } } }],
    ['an array', /needs the conditions as an object/, [{ title: 'a' }]],
    ['null', /needs the conditions as an object/, null],
    ['a query', /needs the conditions as an object/, Post.find()],
  ])('are refused with %s', (_title, message, where) => {
    expect(() => scopedWhere(Post, scope, where as never)).toThrow(TypeError);
    expect(() => scopedWhere(Post, scope, where as never)).toThrow(message);
  });

  it('fail as they do in a query', () => {
    expect(() => scopedWhere(Post, scope, { plain: 'a' })).toThrow(connection.Error.CastError);
  });

  it.each<object>([
    {},
    { tags: [] },
    { title: { $in: [] } },
    { $or: [{}] },
    { 'map.a': 'x' },
    { 'any.x': 1 },
    { $expr: { $eq: [1, 1] } },
  ])('are taken as they are: %j', (where) => {
    expect(scopedWhere(Post, scope, where).$and[1]).toEqual(where);
  });

  it('keep their ids and expressions', () => {
    const where = { author: new mongoose.Types.ObjectId(), title: /a/i };
    expect(scopedWhere(Post, scope, where as never).$and[1]).toEqual(where);
  });
});
