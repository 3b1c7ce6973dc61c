import type { ComparableColumn } from './comparable-column.js';
import { bytes } from './comparison-sql.js';
import type { Dialect } from './dialect.js';

const INTEGER = "'^(0|-?[1-9][0-9]{0,18})$'";
const UUID = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

/**
 * Whether a key equals the id in a grant, which is a text: exactly, and so that the index of the key can be used.
 * @param key the column of the key, as the statement names it
 * @param id the column of the id
 */
export function sameObjectSql({ kind, column }: ComparableColumn, key: string, id: string, dialect: Dialect): string {
  const isNumber = kind === 'integer' || kind === 'bigint';
  switch (dialect) {
    case 'postgres':
      // what is no such number or uuid must not be cast, which would be an error
      if (isNumber) return `${key} = CASE WHEN ${id} ~ ${INTEGER} THEN CAST(${id} AS bigint) END`;
      if (kind === 'uuid') return `${key} = CASE WHEN ${id} ~ ${UUID} THEN CAST(${id} AS uuid) END`;
      return column.collation === undefined ? `${key} = ${id}` : `${key} COLLATE "C" = ${id} COLLATE "C"`;
    case 'sqlite':
      if (isNumber) return `(${key} = CAST(${id} AS INTEGER) AND CAST(${key} AS TEXT) = ${id})`;
      return `${key} COLLATE BINARY = ${id}`;
    case 'mysql': {
      const exactly = `${bytes(`CAST(${key} AS CHAR)`)} = ${bytes(id)}`;
      return isNumber ? `(${key} = CAST(${id} AS SIGNED) AND ${exactly})` : exactly;
    }
  }
}
