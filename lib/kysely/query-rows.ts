import {
  AliasNode,
  type DeleteQueryNode,
  type IdentifierNode,
  type OperationNode,
  type SelectQueryNode,
  TableNode,
  type UpdateQueryNode,
} from 'kysely';

/** A query that reads, updates or deletes. */
export type ScopableNode = SelectQueryNode | UpdateQueryNode | DeleteQueryNode;

/** The rows that a query is about. */
export interface QueryRows {
  readonly table: TableNode;
  /** How the query calls them, where it does not call them by their table. */
  readonly alias: string | undefined;
}

/**
 * Finds what a query is about.
 * @throws TypeError for a query that is about several tables or none, or has rows that no condition judges
 */
export function queryRows(node: ScopableNode): QueryRows {
  const [row, ...others] = fromOf(node);
  const table = row !== undefined && AliasNode.is(row) ? row.node : row;
  if (row === undefined || table === undefined || others.length > 0 || !TableNode.is(table)) {
    throw new TypeError(
      'applyScope() needs a query that reads, updates or deletes the rows of one table: begin it with ' +
        "db.selectFrom('…'), db.updateTable('…') or db.deleteFrom('…'), and join other tables.",
    );
  }
  if ((node as SelectQueryNode).setOperations !== undefined) {
    throw new TypeError(
      'A scope does not judge what union(), intersect() and except() add: apply it to each query by itself, and combine ' +
        'them as subqueries, as in db.selectFrom(scoped.as(…)).',
    );
  }
  if (node.joins?.some(({ joinType }) => ['RightJoin', 'FullJoin'].includes(joinType)) === true) {
    throw new TypeError('A scope does not judge the rows that a right or full join adds: begin with the other table.');
  }
  return { table, alias: AliasNode.is(row) ? (row.alias as IdentifierNode).name : undefined };
}

function fromOf(node: ScopableNode): readonly (OperationNode | undefined)[] {
  switch (node.kind) {
    case 'SelectQueryNode':
    case 'DeleteQueryNode':
      return node.from?.froms ?? [];
    case 'UpdateQueryNode':
      return [node.table];
    default:
      return [];
  }
}
