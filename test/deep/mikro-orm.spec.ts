import { EntitySchema } from '@mikro-orm/core';
import { MikroORM as MariaDb } from '@mikro-orm/mariadb';
import { MikroORM as PostgreSql } from '@mikro-orm/postgresql';
import { describeInDepth } from './describe-in-depth.js';
import { MikroOrmAdapter } from './mikro-orm-adapter.js';
import { onPglite } from './mikro-orm-databases.js';
import { mikroOrmServers } from './mikro-orm-servers.js';

const databases = { PGlite: onPglite(PostgreSql), ...mikroOrmServers({ PostgreSql, MariaDb }) };

describeInDepth(
  'MikroORM 7',
  Object.fromEntries(
    Object.entries(databases).map(([name, open]) => [name, () => MikroOrmAdapter.open(EntitySchema, open)]),
  ),
);
