import mongoose, { type HydratedDocument, type Model } from 'mongoose';
import type { Scope } from 'nestjs-permissions';
import { scopedWhere } from 'nestjs-permissions/mongoose';
import { scopeWhere } from './scopes.js';

const { Schema } = mongoose;

class Post {
  title!: string;
  ownerId!: string;
  parts!: { code: string }[];
}
class User {
  name!: string;
}
interface Methods {
  publish(): void;
}

const schema = new Schema({ title: String, ownerId: String, parts: [{ code: String }] });
const connection = new mongoose.Mongoose();
const posts = connection.model('Post', schema) as unknown as Model<Post>;
const withMethods = posts as unknown as Model<Post, object, Methods, { full: string }>;
const documents = posts as unknown as Model<HydratedDocument<Post>>;
const inferred = connection.model('Inferred', schema);

describe('the types of scopedWhere', () => {
  it('fit every query of the model, and no other model', () => {
    const scope = scopeWhere<Post>({ ownerId: 'a' });
    const filter = scopedWhere(posts, scope, { title: 'a', 'parts.code': 'x' });
    const queries = () => [
      posts.find(filter),
      posts.findOne(filter),
      posts.findOneAndUpdate(filter, { title: 'b' }),
      posts.findOneAndDelete(filter),
      posts.countDocuments(filter),
      posts.exists(filter),
      posts.distinct('title', filter),
      posts.updateOne(filter, { title: 'b' }),
      posts.updateMany(filter, { title: 'b' }),
      posts.deleteOne(filter),
      posts.deleteMany(filter),
      posts.aggregate([{ $match: filter }]),
      withMethods.find(scopedWhere(withMethods, scope, { title: 'a' })),
      documents.find(scopedWhere(documents, scope as Scope<HydratedDocument<Post>>, { title: 'a' })),
      inferred.find(scopedWhere(inferred, scopeWhere({ ownerId: 'a' }), { title: 'a' })),
    ];
    expect(queries()).toHaveLength(15);

    const users = posts as unknown as Model<User>;
    // @ts-expect-error -- a scope of other documents
    scopedWhere(users, scope);
    // @ts-expect-error -- no scope
    expect(() => scopedWhere(posts, { title: 'a' })).toThrow(TypeError);
    // @ts-expect-error -- no model
    expect(() => scopedWhere(schema, scope)).toThrow(TypeError);
  });
});
