import { describeInDepth } from './describe-in-depth.js';
import { MikroOrmAdapter } from './mikro-orm-adapter.js';
import { VERSIONS } from './mikro-orm-versions.js';

describeInDepth(
  'MikroORM 7',
  Object.fromEntries(
    VERSIONS.filter(({ major }) => major === 7).map((version) => [
      version.database,
      () => MikroOrmAdapter.open(version),
    ]),
  ),
);
