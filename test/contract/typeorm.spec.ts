import { describeScopeAdapter } from 'nestjs-permissions/testing';
import { servers } from './servers.js';
import { openTypeorm } from './typeorm-adapter.js';

let decisions = 0;

for (const [database, server] of Object.entries(servers)) {
  for (const way of ['applyScope', 'scopedWhere'] as const) {
    describeScopeAdapter(`TypeORM, ${way}(), ${database}`, () => openTypeorm(way, server), {
      runs: Number(process.env['SCOPE_RUNS'] ?? (server.type === 'sqljs' ? 220 : 40)),
      ...(process.env['SCOPE_SEED'] === undefined ? {} : { seed: Number(process.env['SCOPE_SEED']) }),
      onFinished: (judged) => (decisions += judged),
    });
  }
}

it('judged at least 100,000 rows', () => {
  process.stderr.write(`contract: ${decisions} rows judged\n`);
  expect(decisions).toBeGreaterThan(100_000);
});
