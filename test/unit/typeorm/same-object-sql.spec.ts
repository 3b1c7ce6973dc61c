import type { ComparableColumn } from '../../../lib/typeorm/comparable-column.js';
import { storedId } from '../../../lib/typeorm/object-key.js';
import { sameObjectSql } from '../../../lib/typeorm/same-object-sql.js';

type Kind = ComparableColumn['kind'];

function column(kind: Kind, collation?: string): ComparableColumn {
  return { kind, name: 'Post.id', column: { collation } } as unknown as ComparableColumn;
}
const bytes = (text: string): string => `CAST(CONVERT(${text} USING utf8mb4) AS BINARY)`;

describe('the key of an object and the id in a grant', () => {
  it.each<[Kind, 'postgres' | 'sqlite' | 'mysql', string]>([
    ['integer', 'postgres', "k = CASE WHEN i ~ '^(0|-?[1-9][0-9]{0,18})$' THEN CAST(i AS bigint) END"],
    ['bigint', 'postgres', "k = CASE WHEN i ~ '^(0|-?[1-9][0-9]{0,18})$' THEN CAST(i AS bigint) END"],
    ['uuid', 'postgres', "k = CASE WHEN i ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN CAST(i AS uuid) END"],
    ['text', 'postgres', 'k = i'],
    ['integer', 'sqlite', '(k = CAST(i AS INTEGER) AND CAST(k AS TEXT) = i)'],
    ['text', 'sqlite', 'k COLLATE BINARY = i'],
    ['bigint', 'mysql', `(k = CAST(i AS SIGNED) AND ${bytes('CAST(k AS CHAR)')} = ${bytes('i')})`],
    ['text', 'mysql', `${bytes('CAST(k AS CHAR)')} = ${bytes('i')}`],
  ])('are compared exactly where the key is %s, by %s', (kind, dialect, sql) => {
    expect(sameObjectSql(column(kind), 'k', 'i', dialect)).toBe(sql);
  });

  it('are compared exactly where the column folds what it compares', () => {
    expect(sameObjectSql(column('text', 'nocase'), 'k', 'i', 'postgres')).toBe('k COLLATE "C" = i COLLATE "C"');
  });

  it('are written alike, whatever the case of a uuid', () => {
    expect(storedId('4B8E1F0E-9F57-4A0C-8B1C-0A6F0F4A1B2C', column('uuid'))).toBe(
      '4b8e1f0e-9f57-4a0c-8b1c-0a6f0f4a1b2c',
    );
    expect(storedId('A', column('text'))).toBe('A');
    expect(storedId(7n, column('bigint'))).toBe('7');
  });
});
