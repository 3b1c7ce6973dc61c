import { isDeepStrictEqual } from 'node:util';
import type { INestApplication } from '@nestjs/common';
import request, { type Test } from 'supertest';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { Comment } from '../../../sample/blog/src/comments/comment.entity.js';
import { createApp } from '../../../sample/blog/src/create-app.js';
import { Post } from '../../../sample/blog/src/posts/post.entity.js';
import { User } from '../../../sample/blog/src/users/user.entity.js';
import { ObjectGrant } from '../../../lib/typeorm/index.js';
import { ownDatabase } from './databases.js';

export const personas = ['guest', 'alice', 'bob', 'carol', 'dora'] as const;
export type Persona = (typeof personas)[number];

/** All rows of the sample, with the columns that ordinary queries leave out. */
export type Rows = readonly (readonly ObjectLiteral[])[];

const tables: EntityTarget<ObjectLiteral>[] = [User, Post, Comment];

/** The running sample, with everybody signed in. */
export class Blog {
  app!: INestApplication;
  private readonly tokens = new Map<string, string>();
  private seeded: Rows = [];
  private seededState: unknown;

  private constructor(
    private readonly url: string | undefined,
    private readonly drop: () => Promise<void>,
  ) {}

  static async start(server: string | undefined): Promise<Blog> {
    const { url, drop } = await ownDatabase(server);
    const blog = new Blog(url, drop);
    await blog.boot();
    blog.seeded = await blog.rows();
    blog.seededState = await blog.state();
    for (const persona of personas.filter((name) => name !== 'guest')) {
      blog.tokens.set(persona, await blog.signIn(persona));
    }
    return blog;
  }

  /** Starts the application anew, on the same database. */
  async restart(): Promise<void> {
    await this.app.close();
    await this.boot();
  }

  private async boot(): Promise<void> {
    if (this.url === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = this.url;
    this.app = await createApp({ logger: false });
    await this.app.init();
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.drop();
  }

  get database(): DataSource {
    return this.app.get(DataSource);
  }

  async signIn(username: string): Promise<string> {
    const { body } = await this.send('POST', '/auth/sign-in', { username, password: `${username}-password` });
    return (body as { accessToken: string }).accessToken;
  }

  /** A request of nobody in particular. */
  send(method: string, path: string, body?: object): Test {
    const [verb, server] = [method.toLowerCase() as 'get', this.app.getHttpServer() as never];
    return body === undefined ? request(server)[verb](path) : request(server)[verb](path).send(body);
  }

  as(persona: Persona, method: string, path: string, body?: object): Test {
    const token = this.tokens.get(persona);
    const test = this.send(method, path, body);
    return token === undefined ? test : test.set('Authorization', `Bearer ${token}`);
  }

  rows(): Promise<Rows> {
    return Promise.all(
      tables.map((table) => {
        const columns = this.database.getMetadata(table).columns.map(({ propertyName }) => [propertyName, true]);
        return this.database.getRepository(table).find({ select: Object.fromEntries(columns), order: { id: 'ASC' } });
      }),
    );
  }

  /** All rows as the database answers them, to be compared: quicker than {@link rows}, and asked around every request. */
  state(): Promise<unknown> {
    const { manager } = this.database;
    return Promise.all([
      ...tables.map((table) => manager.createQueryBuilder(table, 'row').select('row.*').orderBy('row.id').getRawMany()),
      manager.find(ObjectGrant),
    ]);
  }

  /** Puts the rows back to what the seed wrote, in tables made anew where a test has written. */
  async reset(): Promise<void> {
    if (isDeepStrictEqual(await this.state(), this.seededState)) return;
    await this.database.synchronize(true);
    for (const [index, table] of tables.entries()) {
      // copies without the id, which TypeORM writes into what it inserts and the database counts from 1 again
      const rows = this.seeded[index]!.map((row) => ({ ...row, id: undefined }));
      await this.database.getRepository(table).insert(rows);
    }
  }
}
