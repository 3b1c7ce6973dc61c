import type { Kysely } from 'kysely';
import type { Scope } from 'nestjs-permissions';
import { applyScope, type DescribedTables, describeTables, type TableDescription } from 'nestjs-permissions/kysely';
import { type Blog, describeBlog } from './kysely-blog.js';
import { scopeWhere } from './scopes.js';

type Posts = TableDescription<Blog, 'posts'>;
type Relation = NonNullable<Posts['relations']>[string];

/* Each marked line is an error by itself: the compiler refuses a mark where there is none. */
const columns: Posts['columns'][] = [
  { id: 'integer', rating: 'float', title: 'text', published: 'boolean', size: 'bigint', createdAt: 'instant' },
  { views: 'bigint as string', price: 'decimal as string', secret: 'uuid' },
  // @ts-expect-error -- no such column
  { age: 'integer' },
  // @ts-expect-error -- rows hold numbers
  { id: 'text' },
  // @ts-expect-error -- rows hold bigints
  { size: 'integer' },
  // @ts-expect-error -- rows hold strings
  { views: 'bigint' },
  // @ts-expect-error -- rows hold booleans
  { published: 'integer' },
  // @ts-expect-error -- rows hold dates
  { createdAt: 'text' },
  // @ts-expect-error -- a structure, which is not compared
  { settings: 'text' },
  // @ts-expect-error -- no such kind
  { title: 'varchar' },
];

const relations: Relation[] = [
  { one: 'users', on: { authorId: 'id' } },
  { many: 'comments', on: { id: 'postId' } },
  { many: 'tags', through: 'postTags', on: { id: 'postId' }, to: { tagId: 'id' } },
  // @ts-expect-error -- no such table
  { one: 'people', on: { authorId: 'id' } },
  // @ts-expect-error -- no such column of this table
  { one: 'users', on: { writerId: 'id' } },
  // @ts-expect-error -- no such column of the other table
  { one: 'users', on: { authorId: 'key' } },
  // @ts-expect-error -- tied to nothing
  { one: 'users' },
  // @ts-expect-error -- nothing to lead to
  { on: { authorId: 'id' } },
  // @ts-expect-error -- one row needs no table between
  { one: 'tags', through: 'postTags', on: { id: 'postId' }, to: { tagId: 'id' } },
  // @ts-expect-error -- no such table between
  { many: 'tags', through: 'tagged', on: { id: 'postId' }, to: { tagId: 'id' } },
  // @ts-expect-error -- no such column of the table between
  { many: 'tags', through: 'postTags', on: { id: 'articleId' }, to: { tagId: 'id' } },
  // @ts-expect-error -- no such column of the related table
  { many: 'tags', through: 'postTags', on: { id: 'postId' }, to: { tagId: 'name' } },
  // @ts-expect-error -- the other half is missing
  { many: 'tags', through: 'postTags', on: { id: 'postId' } },
];

const describing = [
  // @ts-expect-error -- no such dialect
  () => describeTables<Blog>({ dialect: 'mssql', tables: {} }),
  // @ts-expect-error -- no such table
  () => describeTables<Blog>({ dialect: 'sqlite', tables: { people: { columns: {} } } }),
  // @ts-expect-error -- no columns
  () => describeTables<Blog>({ dialect: 'sqlite', tables: { posts: {} } }),
];

const scoping = [
  (db: Kysely<Blog>, scope: Scope, tables: DescribedTables<Blog>) => {
    applyScope(db.selectFrom('posts as p').innerJoin('users as u', 'u.id', 'p.authorId').select('p.id'), scope, tables);
    applyScope(db.updateTable('posts').set({ title: 'a' }).returning('id'), scope, tables);
    applyScope(db.deleteFrom('posts'), scope, tables);
    // @ts-expect-error -- inserts nothing that is there
    applyScope(db.insertInto('comments'), scope, tables);
    // @ts-expect-error -- no query
    applyScope(db, scope, tables);
    // @ts-expect-error -- no scope
    applyScope(db.deleteFrom('posts'), {}, tables);
    // @ts-expect-error -- no description
    applyScope(db.deleteFrom('posts'), scope, {});
    // @ts-expect-error -- no description
    applyScope(db.deleteFrom('posts'), scope);
  },
  async (db: Kysely<Blog>, scope: Scope<Blog['posts']>) => {
    const [row] = await applyScope(db.selectFrom('posts').select('title'), scope, describeBlog('mysql')).execute();
    const title: string | null | undefined = row?.title;
    // @ts-expect-error -- it was not selected
    return [title, row?.secret];
  },
];

it('the description is held against the interface of the database', () => {
  expect([columns, relations, describing, scoping].map((list) => list.length)).toEqual([10, 13, 3, 2]);
});

it('what compiles is described', () => {
  expect(() => describeBlog('postgres')).not.toThrow();
  expect(scopeWhere<Blog['posts']>({ title: 'a' }).kind).toBe('condition');
});
