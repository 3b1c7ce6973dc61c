import { describeKyselyQueries } from './kysely-queries.js';
import { sqljsDialect } from './kysely-sqljs.js';

describeKyselyQueries('sql.js', async () => ({ dialect: 'sqlite', kysely: await sqljsDialect() }));
