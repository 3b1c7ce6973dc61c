import { describeScopeAdapter } from 'nestjs-permissions/testing';
import { openKysely } from './kysely-adapter.js';
import { sqljsDialect } from './kysely-sqljs.js';

let decisions = 0;

describeScopeAdapter('Kysely, sql.js', async () => openKysely({ dialect: 'sqlite', kysely: await sqljsDialect() }), {
  runs: Number(process.env['SCOPE_RUNS'] ?? 100),
  ...(process.env['SCOPE_SEED'] === undefined ? {} : { seed: Number(process.env['SCOPE_SEED']) }),
  without: ['at'],
  onFinished: (judged) => (decisions += judged),
});

it('[SEC-157] judged at least 20,000 rows', () => {
  process.stderr.write(`contract: ${decisions} rows judged with Kysely\n`);
  expect(decisions).toBeGreaterThan(20_000);
});
