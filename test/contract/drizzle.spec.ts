import { describeScopeAdapter } from 'nestjs-permissions/testing';
import { DrizzleAdapter } from './drizzle-adapter.js';
import { describeQueries } from './drizzle-queries.js';
import { sqljsDatabase } from './drizzle-sqljs.js';

describeScopeAdapter('Drizzle, sql.js', async () => new DrizzleAdapter(await sqljsDatabase()), {
  runs: 60,
  junction: true,
  without: ['size'],
});

describeQueries('sql.js', sqljsDatabase);
