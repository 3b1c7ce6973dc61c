import { servers } from '../contract/servers.js';
import { openTypeorm, WAYS } from '../contract/typeorm-adapter.js';
import { describeInDepth } from './describe-in-depth.js';

describeInDepth(
  'TypeORM',
  Object.fromEntries(
    Object.entries(servers).flatMap(([database, server]) =>
      (Object.keys(WAYS) as (keyof typeof WAYS)[]).map((way) => [
        `${way}(), ${database}`,
        () => openTypeorm(way, server),
      ]),
    ),
  ),
);
