import type { ColumnType, Generated } from 'kysely';
import { type DescribedTables, describeTables, type Dialect } from 'nestjs-permissions/kysely';

interface UsersTable {
  id: Generated<number>;
  name: string;
  bossId: number | null;
}

interface PostsTable {
  id: Generated<number>;
  title: string | null;
  published: boolean;
  size: bigint;
  views: string;
  price: string;
  rating: number | null;
  createdAt: ColumnType<Date, Date | string, never>;
  authorId: number | null;
  token: string;
  mood: string;
  secret: string;
  settings: { theme: string };
}

/** A database as an application declares it for Kysely. */
export interface Blog {
  users: UsersTable;
  posts: PostsTable;
  comments: { id: number; postId: number; text: string };
  tags: { id: number; label: string };
  postTags: { postId: number; tagId: number };
  'audit.entries': { id: number; userId: number };
}

/** What rules may read of it. */
export function describeBlog(dialect: Dialect): DescribedTables<Blog> {
  return describeTables<Blog>({
    dialect,
    tables: {
      users: {
        columns: { id: 'integer', name: 'text', bossId: 'integer' },
        relations: {
          boss: { one: 'users', on: { bossId: 'id' } },
          posts: { many: 'posts', on: { id: 'authorId' } },
          entries: { many: 'audit.entries', on: { id: 'userId' } },
        },
      },
      posts: {
        columns: {
          ...{ id: 'integer', title: 'text', published: 'boolean', size: 'bigint', rating: 'float' },
          ...(dialect === 'sqlite'
            ? {}
            : ({
                views: 'bigint as string',
                price: 'decimal as string',
                createdAt: 'instant',
                token: 'uuid',
                mood: 'enum',
              } as const)),
          authorId: 'integer',
        },
        relations: {
          author: { one: 'users', on: { authorId: 'id' } },
          comments: { many: 'comments', on: { id: 'postId' } },
          tags: { many: 'tags', through: 'postTags', on: { id: 'postId' }, to: { tagId: 'id' } },
        },
      },
      comments: { columns: { id: 'integer', postId: 'integer', text: 'text' } },
      tags: { columns: { id: 'integer', label: 'text' } },
      'audit.entries': {
        columns: { id: 'integer', userId: 'integer' },
        relations: { user: { one: 'users', on: { userId: 'id' } } },
      },
    },
  });
}
