import process from 'node:process';
import { repeated } from '../harness/repeated.mjs';

/** Lists on TypeORM, of which the caller may see one row in a hundred. */
export async function lists(builds, { processes, smoke }) {
  const databases = process.env.DATABASE_URL?.startsWith('postgres') ? ['sql.js', 'PostgreSQL'] : ['sql.js'];
  const [rows, rounds] = smoke ? [1_000, 1] : [100_000, 15];
  const result = [];
  for (const database of databases) {
    const { times } = await repeated(processes, {
      times: ['processes/lists.mjs', [builds.ours, database, rows, rounds]],
    });
    for (const [what, ms] of Object.entries(times)) {
      const ratio = ms / times['WHERE by hand'];
      result.push(ms < 1 ? { database, what, µs: 1000 * ms } : { database, what, ms, 'x WHERE by hand': ratio });
    }
  }
  return { title: `Lists on TypeORM: ${rows} rows, one in a hundred visible`, rows: result };
}
