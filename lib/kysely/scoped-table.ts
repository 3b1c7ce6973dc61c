import {
  AndNode,
  type Expression,
  type KyselyPlugin,
  type OperationNode,
  ParensNode,
  SelectQueryNode,
  type SqlBool,
  type TableNode,
} from 'kysely';
import type { DescribedTable } from './described-table.js';
import type { DescribedTables } from './described-tables.js';
import { queryRows, type ScopableNode } from './query-rows.js';
import { selectFrom } from './related-sql.js';

/** What queries have in common that read, update or delete. */
export interface AnyQuery {
  clearWhere(): AnyQuery;
  where(condition: Expression<SqlBool>): AnyQuery;
  withPlugin(plugin: KyselyPlugin): AnyQuery;
  toOperationNode(): ScopableNode;
}

/** The table whose rows a query is about. */
export interface ScopedTable {
  readonly table: DescribedTable;
  /** How the query calls its rows. */
  readonly alias: string;
}

/**
 * Finds the table of a query among those that are described.
 * @throws TypeError for a query of another table, or one whose rows a scope cannot judge
 */
export function scopedTable(query: AnyQuery, tables: DescribedTables): ScopedTable {
  const { table, alias } = queryRows(query.toOperationNode());
  const name = tables.names[tablesAsIn(query, tables.names).findIndex((each) => isSame(each, table))];
  if (name !== undefined) return { table: tables.table(name), alias: alias ?? name.replace(/^.*\. */, '') };
  throw new TypeError(
    `applyScope() got a query of ${table.table.identifier.name}, which describeTables() does not describe.`,
  );
}

/** What these tables become in the statement of a query: its plugins may rename them, or move them to another schema. */
function tablesAsIn(query: AnyQuery, names: readonly string[]): readonly TableNode[] {
  const probe = selectFrom(names) as Expression<unknown> as Expression<SqlBool>;
  const changed = selectIn(query.clearWhere().where(probe).toOperationNode().where?.where);
  return (changed?.from?.froms ?? []) as readonly TableNode[];
}

// beside the probe there may be what plugins add to every query
function selectIn(node: OperationNode | undefined): SelectQueryNode | undefined {
  if (node === undefined || SelectQueryNode.is(node)) return node;
  if (ParensNode.is(node)) return selectIn(node.node);
  return AndNode.is(node) ? (selectIn(node.left) ?? selectIn(node.right)) : undefined;
}

function isSame({ table: one }: TableNode, { table: other }: TableNode): boolean {
  return one.identifier.name === other.identifier.name && one.schema?.name === other.schema?.name;
}
