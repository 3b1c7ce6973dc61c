import { scopedWhere } from 'nestjs-permissions/drizzle';
import type { DrizzleDatabase } from '../contract/drizzle-adapter.js';
import { scopeWhere } from '../contract/scopes.js';
import { databases } from './drizzle-contract.js';

const planned = Object.entries(databases).filter(([name]) => name !== 'PostgreSQL'); // whose collation ignores case

describe.each(planned)('the plan of a scope of Drizzle, on %s', (name, open) => {
  let database: DrizzleDatabase;
  beforeAll(async () => {
    database = await open();
    const { db, schema, run } = database;
    await run('CREATE INDEX by_title ON contract_items (headline)');
    await run('CREATE INDEX by_owner ON contract_items (owner)');
    await run('CREATE INDEX by_moment ON contract_items (happened_at)');
    const rows = Array.from({ length: 2_000 }, (_, id) => ({
      ...{ id, ownerId: id % 100, title: `item ${String(id)}`, at: new Date(id * 1_000) },
    }));
    await db.insert(schema.items).values(rows);
    // small tables are read as a whole otherwise
    if (name === 'PGlite') await run('SET enable_seqscan = off');
  }, 120_000);
  afterAll(() => database.close());

  it.each<[string, object]>([
    ['by_title', { title: 'item 7' }],
    ['by_title', { title: { in: ['item 7', 'item 8'] } }],
    ['by_owner', { ownerId: 7 }],
    ['by_owner', { ownerId: { in: [7, 8] } }],
    ['by_moment', { at: new Date(7_000) }],
  ])('uses the index %s for %j', async (index, where) => {
    const { db, schema, run } = database;
    const condition = scopedWhere(db, schema.items, scopeWhere(where)).inlineParams();
    const { sql: text } = db.select({ id: schema.items.id }).from(schema.items).where(condition).toSQL();
    const plan = JSON.stringify(await run(`EXPLAIN ${text}`));
    expect(plan).toMatch(new RegExp(`(using|on) ${index}|"key":"${index}"`));
  });
});
