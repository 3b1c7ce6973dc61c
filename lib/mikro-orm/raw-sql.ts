import type { Condition, EntityMetadata, KnexQueryBuilder, Orm, Platform } from './orm.js';

type RawFragment = new (sql: string, params: readonly unknown[]) => object;

interface RawFragments extends RawFragment {
  isKnownFragment(key: unknown): boolean;
}

/** The class of raw fragments, of the copy of MikroORM that makes the query. */
export function rawFragments(platform: Platform): RawFragments {
  return platform.getSearchJsonPropertyKey(['column', 'key'], 'string', false).constructor as RawFragments;
}

/**
 * A value of a condition, in SQL. MikroORM 7 caches results by what a condition is as JSON, where its fragments leave out
 * their values: two callers would have one key.
 */
export function rawSql(platform: Platform, sql: string, params: readonly unknown[]): object {
  const toJSON = (): unknown => [sql, ...params.map(plain)];
  return Object.defineProperty(new (rawFragments(platform))(sql, params), 'toJSON', { value: toJSON });
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** The values that a property has in the rows that meet a condition. */
export function subQuery(orm: Orm, metadata: EntityMetadata, property: string, condition: Condition): object {
  // what ties many to many has no class in MikroORM 6
  const query = orm
    .createQueryBuilder(metadata.class ?? metadata.className)
    .select(property)
    .where(condition);
  const { sql, params } = 'toRaw' in query ? query.toRaw() : inKnex(query);
  return rawSql(orm.getPlatform(), sql, params);
}

/** As MikroORM 6 says a query. */
function inKnex(query: KnexQueryBuilder): { readonly sql: string; readonly params: readonly unknown[] } {
  const { sql, bindings } = query.getKnexQuery().toSQL();
  return { sql, params: bindings };
}
