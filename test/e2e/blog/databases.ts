import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';

const url = process.env['DATABASE_URL'];

/** The rows of every `describe.each`: sql.js always, PostgreSQL where the environment names one. */
export const databases: { database: string; url: string | undefined }[] = [{ database: 'sql.js', url: undefined }];
if (url) databases.push({ database: 'PostgreSQL', url });
else process.stderr.write('blog: PostgreSQL is left out, because DATABASE_URL is not set\n');

/** On PostgreSQL a new database for this suite alone: suites run side by side, and nobody's data is touched. */
export async function ownDatabase(
  server: string | undefined,
): Promise<{ url: string | undefined; drop: () => Promise<void> }> {
  if (server === undefined) return { url: undefined, drop: () => Promise.resolve() };
  const name = `blog_test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const own = new URL(server);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => administer(server, `DROP DATABASE ${name}`) };
}

async function administer(server: string, statement: string): Promise<void> {
  const connection = await new DataSource({ type: 'postgres', url: server }).initialize();
  try {
    await connection.query(statement);
  } finally {
    await connection.destroy();
  }
}
