import { describeScopeAdapter } from 'nestjs-permissions/testing';
import { DrizzleAdapter } from '../contract/drizzle-adapter.js';
import { describeQueries } from '../contract/drizzle-queries.js';
import { sqljsDatabase } from '../contract/drizzle-sqljs.js';
import { describeInDepth } from './describe-in-depth.js';
import { databases } from './drizzle-contract.js';

describeInDepth(
  'Drizzle',
  Object.fromEntries(
    Object.entries(databases).map(([name, open]) => [name, async () => new DrizzleAdapter(await open())]),
  ),
  { junction: true },
);

// SQLite has no bigints that Drizzle compares as it reads them
describeScopeAdapter('Drizzle, sql.js', async () => new DrizzleAdapter(await sqljsDatabase()), {
  runs: 300,
  items: 220,
  junction: true,
  without: ['size'],
});

for (const [name, open] of Object.entries(databases)) describeQueries(name, open);
