import type { Platform } from './orm.js';

/** Databases that compare alike. */
export type Dialect = 'postgres' | 'mysql';

/** What errors call the database, and how texts are compared exactly, whatever the collation of the column. */
const DIALECTS: Readonly<Record<string, { readonly dialect: Dialect; readonly exactText: string }>> = {
  PostgreSqlPlatform: { dialect: 'postgres', exactText: '? collate "C"' },
  MariaDbPlatform: { dialect: 'mysql', exactText: 'convert(? using utf8mb4) collate utf8mb4_nopad_bin' },
  MySqlPlatform: { dialect: 'mysql', exactText: 'convert(? using utf8mb4) collate utf8mb4_0900_bin' },
};

/**
 * How a database compares.
 * @throws TypeError for a database of which that is not known
 */
export function dialectOf(platform: Platform): (typeof DIALECTS)[string] {
  for (let each: object | null = platform; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    const known = Object.hasOwn(DIALECTS, each.constructor.name) ? DIALECTS[each.constructor.name] : undefined;
    if (known !== undefined) return known;
  }
  throw new TypeError(
    `A scope cannot be said to ${platform.constructor.name}, of which it is not known how it compares: filter in ` +
      'memory with scope.filter().',
  );
}
