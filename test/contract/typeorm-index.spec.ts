import { Column, type DataSource, Entity, Index, PrimaryColumn } from 'typeorm';
import { applyScope, scopedWhere } from 'nestjs-permissions/typeorm';
import { closeDatabase, openDatabase } from './databases.js';
import { scopeOr, scopeWhere } from './scopes.js';
import { servers } from './servers.js';

@Entity('indexed_posts')
class Post {
  @PrimaryColumn()
  id!: number;

  @Index('by_owner')
  @Column('int', { nullable: true })
  ownerId!: number | null;

  @Index('by_slug')
  @Column()
  slug!: string;
}

const EXPLAIN: Record<string, string> = { 'sql.js': 'EXPLAIN QUERY PLAN', PostgreSQL: 'EXPLAIN', MariaDB: 'EXPLAIN' };

describe.each(Object.entries(servers))('the plan of a scope, on %s', (name, server) => {
  let database: DataSource;
  beforeAll(async () => {
    database = await openDatabase(server, [Post]);
    const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, ownerId: id % 100, slug: `slug ${String(id)}` }));
    for (let at = 0; at < rows.length; at += 250) await database.manager.insert(Post, rows.slice(at, at + 250));
    await database.query({ 'sql.js': 'ANALYZE', PostgreSQL: 'ANALYZE', MariaDB: 'ANALYZE TABLE indexed_posts' }[name]!);
  }, 60_000);
  afterAll(() => closeDatabase(database));

  async function planOf(query: { getQueryAndParameters(): [string, unknown[]] }): Promise<string> {
    const [sql, parameters] = query.getQueryAndParameters();
    return JSON.stringify(await database.query(`${EXPLAIN[name]!} ${sql}`, parameters));
  }

  it('uses the index of the owner, in query builders and in find options', async () => {
    const posts = database.getRepository(Post);
    const scope = scopeWhere<Post>({ ownerId: 7 });
    expect(await planOf(applyScope(posts.createQueryBuilder('p'), scope))).toContain('by_owner');
    const found = posts.createQueryBuilder('p').setFindOptions({ where: scopedWhere(posts, scope) });
    expect(await planOf(found)).toContain('by_owner');
    expect(await posts.countBy(scopedWhere(posts, scope))).toBe(50);
  });

  it('uses the index of a text, and of every branch of an OR', async () => {
    const posts = database.getRepository(Post);
    expect(await planOf(applyScope(posts.createQueryBuilder('p'), scopeWhere({ slug: 'slug 7' })))).toContain(
      'by_slug',
    );
    // SQLite gives up the indexes of an OR where a branch names a collation, which makes the text exact
    if (name === 'sql.js') return;
    const either = scopeOr<Post>({ ownerId: { in: [7, 8] } }, { slug: 'slug 9' });
    const plan = await planOf(applyScope(posts.createQueryBuilder('p'), either));
    expect(plan).toContain('by_owner');
    expect(plan).toContain('by_slug');
  });
});
