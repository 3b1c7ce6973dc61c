export { BigIntType, DecimalType, EntitySchema, raw, Type } from '@mikro-orm/core';
export { MikroORM as MariaDb } from '@mikro-orm/mariadb';
export { EntityManager, MikroORM as PostgreSql, type EntityRepository } from '@mikro-orm/postgresql';
