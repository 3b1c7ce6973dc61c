import { describeInDepth } from './describe-in-depth.js';
import { EntityManager } from './mikro-orm-6/orm.js';
import { MikroOrmAdapter } from './mikro-orm-adapter.js';
import { VERSIONS } from './mikro-orm-versions.js';

const versions = VERSIONS.filter(({ major }) => major === 6);

if (versions.length > 0) {
  describeInDepth(
    'MikroORM 6',
    Object.fromEntries(versions.map((version) => [version.database, () => MikroOrmAdapter.open(version)])),
  );
}

it('ran on MikroORM 6', () => {
  // since MikroORM 7 there is no knex
  expect('getKnex' in EntityManager.prototype).toBe(true);
});
