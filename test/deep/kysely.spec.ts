import { describeScopeAdapter } from 'nestjs-permissions/testing';
import { openKysely } from '../contract/kysely-adapter.js';
import { describeInDepth } from './describe-in-depth.js';
import { databases } from './kysely-databases.js';

const { 'sql.js': sqljs, ...servers } = databases;

describeInDepth(
  'Kysely',
  Object.fromEntries(Object.entries(servers).map(([name, open]) => [name, async () => openKysely(await open())])),
);

// SQLite has no dates
describeScopeAdapter('Kysely, sql.js', async () => openKysely(await sqljs!()), { runs: 100, without: ['at'] });
