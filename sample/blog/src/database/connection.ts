import { ObjectGrant } from 'nestjs-permissions/typeorm';
import type { DataSourceOptions } from 'typeorm';
import { Comment } from '../comments/comment.entity.js';
import { Post } from '../posts/post.entity.js';
import { User } from '../users/user.entity.js';

/** The only schema that the sample touches in a PostgreSQL database. */
export const SCHEMA = 'blog_sample';

/** PostgreSQL where `DATABASE_URL` names one, else SQLite in memory, which needs nothing installed. */
export function connection(): DataSourceOptions {
  const url = process.env['DATABASE_URL'];
  const entities = [User, Post, Comment, ObjectGrant];
  return url ? { type: 'postgres', url, schema: SCHEMA, entities } : { type: 'sqljs', entities };
}
