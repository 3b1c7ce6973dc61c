import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

interface Statement {
  bind(parameters: readonly unknown[]): boolean;
  step(): boolean;
  getAsObject(): object;
  free(): boolean;
}
interface SqljsDatabase {
  prepare(sql: string): Statement;
  run(sql: string): unknown;
  getRowsModified(): number;
  close(): void;
}

/** Kysely on SQLite in memory. */
export async function sqljsDialect(): Promise<Dialect> {
  // @ts-expect-error -- it has no types
  const { default: start } = (await import('sql.js')) as {
    default: () => Promise<{ Database: new () => SqljsDatabase }>;
  };
  const { Database } = await start();
  const driver = new SqljsDriver(new Database());
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class SqljsDriver implements Driver {
  private readonly connection: DatabaseConnection;

  constructor(private readonly database: SqljsDatabase) {
    this.connection = new SqljsConnection(database);
  }

  async init(): Promise<void> {
    // nothing to connect to
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.connection;
  }
  async releaseConnection(): Promise<void> {
    // there is only one
  }
  async beginTransaction(): Promise<void> {
    this.database.run('begin');
  }
  async commitTransaction(): Promise<void> {
    this.database.run('commit');
  }
  async rollbackTransaction(): Promise<void> {
    this.database.run('rollback');
  }
  async destroy(): Promise<void> {
    this.database.close();
  }
}

class SqljsConnection implements DatabaseConnection {
  constructor(private readonly database: SqljsDatabase) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.database.prepare(sql);
    try {
      statement.bind(parameters);
      const rows: R[] = [];
      while (statement.step()) rows.push(statement.getAsObject() as R);
      return { rows, numAffectedRows: BigInt(this.database.getRowsModified()) };
    } finally {
      statement.free();
    }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('not needed');
  }
}
