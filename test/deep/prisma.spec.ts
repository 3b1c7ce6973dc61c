import type { ScopeAdapter } from 'nestjs-permissions/testing';
import { describeInDepth } from './describe-in-depth.js';
import { onMysql, onPostgres, type Open } from './prisma/databases.js';
import { MysqlAdapter, PrismaAdapter } from './prisma/prisma-adapter.js';

function adapters(
  databases: Record<string, Open>,
  Adapter: typeof PrismaAdapter,
): Record<string, () => Promise<ScopeAdapter>> {
  return Object.fromEntries(
    Object.entries(databases).map(([name, open]) => [name, async () => new Adapter(await open())]),
  );
}

// [SEC-157] [SEC-162] [SEC-165] [SEC-176] [SEC-177] [SEC-180] [SEC-181]
describeInDepth('Prisma on PostgreSQL', adapters(onPostgres, PrismaAdapter));

// text is refused where a collation would compare it
if (Object.keys(onMysql).length > 0) {
  describeInDepth('Prisma on MySQL', adapters(onMysql, MysqlAdapter), { without: ['title', 'name', 'text', 'label'] });
}
