import process from 'node:process';
import { EntitySchema } from 'typeorm';

const COLUMNS = ['ownerId', 'teamId', 'folderId', 'authorId', 'editorId', 'state', 'level', 'region', 'year', 'pages'];

// a server is shared, and two runs must not meet
export const TABLE = `bench_document_${process.pid}`;

/** The rows of the lists, with ten columns that rules can read. */
export const Document = new EntitySchema({
  name: 'Document',
  tableName: TABLE,
  columns: {
    id: { type: 'integer', primary: true },
    ...Object.fromEntries(COLUMNS.map((name) => [name, { type: 'integer' }])),
  },
  indices: [{ name: `${TABLE}_owner`, columns: ['ownerId'] }],
});

/** Fills the table, so that one row in a hundred is user 7's. */
export async function fill(documents, count) {
  await documents.query(`CREATE TEMPORARY TABLE bench_numbers AS
    WITH RECURSIVE numbers(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM numbers WHERE id < ${count})
    SELECT id FROM numbers`);
  const { driver } = documents.manager.connection;
  const names = ['id', ...COLUMNS].map((name) => driver.escape(name)).join(', ');
  const values = ['id', ...COLUMNS.map((_name, index) => `(id + ${index}) % 100`)].join(', ');
  await documents.query(`INSERT INTO ${TABLE} (${names}) SELECT ${values} FROM bench_numbers`);
}

/** A rule of ten conditions, each on a column of its own, in the shape of the tree of ten rules. */
export function tenConditions({ and, BasePermission, not, or }) {
  const [a, b, c, d, e, f, g, h, i, j] = COLUMNS.map(
    (column) =>
      class extends BasePermission {
        where({ user }) {
          return user ? { [column]: user.id } : false;
        }
      },
  );
  return and(or(a, b, and(c, d)), not(or(e, f)), g, or(h, not(or(not(i), not(j)))));
}
