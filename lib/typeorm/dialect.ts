import type { DataSource } from 'typeorm';

/** Databases that compare alike. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql';

const DIALECTS: Readonly<Record<Dialect, readonly string[]>> = {
  sqlite: ['sqljs', 'better-sqlite3', 'sqlite', 'capacitor', 'cordova', 'expo', 'nativescript', 'react-native'],
  postgres: ['postgres', 'aurora-postgres', 'cockroachdb'],
  mysql: ['mysql', 'mariadb', 'aurora-mysql'],
};

/**
 * How a data source compares.
 * @throws TypeError for a database of which that is not known
 */
export function dialectOf({ options: { type } }: DataSource): Dialect {
  for (const dialect of Object.keys(DIALECTS) as Dialect[]) if (DIALECTS[dialect].includes(type)) return dialect;
  throw new TypeError(
    `A scope cannot be said to ${type}, of which it is not known how it compares: filter in memory with scope.filter().`,
  );
}
