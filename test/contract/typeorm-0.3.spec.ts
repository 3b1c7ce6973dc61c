import { jest } from '@jest/globals';
import { describeScopeAdapter, type ScopeAdapter } from 'nestjs-permissions/testing';
import type { Server } from './databases.js';
import { servers } from './servers.js';

// everything below imports TypeORM 0.3 as `typeorm`, whether the suite runs as ESM or as CommonJS
jest.unstable_mockModule('typeorm', () => import('typeorm-0.3'));
jest.doMock('typeorm', () => jest.requireActual('typeorm-0.3'));

async function open(way: 'applyScope' | 'scopedWhere', server: Server): Promise<ScopeAdapter> {
  // evaluated before several modules ask for it at once
  await import('typeorm-0.3');
  const { openTypeorm } = await import('./typeorm-adapter.js');
  return openTypeorm(way, server);
}

for (const [database, server] of Object.entries(servers)) {
  for (const way of ['applyScope', 'scopedWhere'] as const) {
    describeScopeAdapter(`TypeORM 0.3, ${way}(), ${database}`, () => open(way, server), { runs: 40 });
  }
}

it('ran on TypeORM 0.3', async () => {
  const { DataSource } = await import('typeorm');
  expect('dataSource' in new DataSource({ type: 'sqljs' }).manager).toBe(false);
});
