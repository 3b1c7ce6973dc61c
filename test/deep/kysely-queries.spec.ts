import { describeKyselyQueries } from '../contract/kysely-queries.js';
import { databases } from './kysely-databases.js';

for (const [name, open] of Object.entries(databases)) describeKyselyQueries(name, open);
