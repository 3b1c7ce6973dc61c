/** Databases that compare alike. */
export type Dialect = 'postgres' | 'mysql';

const DIALECTS: Readonly<Record<string, Dialect>> = { postgresql: 'postgres', cockroachdb: 'postgres', mysql: 'mysql' };

/**
 * How the database of a client compares.
 * @throws TypeError for a database of which that is not known
 */
export function dialectOf(provider: string): Dialect {
  const dialect = Object.hasOwn(DIALECTS, provider) ? DIALECTS[provider] : undefined;
  if (dialect !== undefined) return dialect;
  throw new TypeError(
    `A scope cannot be said to ${provider}, of which it is not known how it compares: filter in memory with scope.filter().`,
  );
}
