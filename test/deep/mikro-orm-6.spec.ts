import type { EntitySchema as EntitySchema7 } from '@mikro-orm/core';
import { describeInDepth } from './describe-in-depth.js';
import { EntitySchema, MariaDb, PostgreSql } from './mikro-orm-6/orm.js';
import { MikroOrmAdapter } from './mikro-orm-adapter.js';
import { mikroOrmServers } from './mikro-orm-servers.js';

const databases = Object.entries(mikroOrmServers({ PostgreSql, MariaDb }));
const Schema = EntitySchema as unknown as typeof EntitySchema7;

if (databases.length === 0) it.skip('MikroORM 6 has no driver for a database inside of this process', () => undefined);
else {
  describeInDepth(
    'MikroORM 6',
    Object.fromEntries(databases.map(([name, open]) => [name, () => MikroOrmAdapter.open(Schema, open)])),
  );
}
