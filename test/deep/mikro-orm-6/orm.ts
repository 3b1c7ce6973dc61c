export { DecimalType, EntitySchema, type Opt } from '@mikro-orm/core';
export { MikroORM as MariaDb } from '@mikro-orm/mariadb';
export { MikroORM as PostgreSql, type EntityManager, type EntityRepository } from '@mikro-orm/postgresql';
