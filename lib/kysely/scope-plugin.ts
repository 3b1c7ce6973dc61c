import {
  AndNode,
  type KyselyPlugin,
  type OperationNode,
  ParensNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
  WhereNode,
} from 'kysely';
import { queryRows, type ScopableNode } from './query-rows.js';

/**
 * ANDs a condition to all others of one query when it becomes a statement, in parentheses, whatever they are by then:
 * Kysely itself puts raw SQL into a WHERE as it comes, and `clearWhere()` would forget the condition.
 */
export class ScopePlugin implements KyselyPlugin {
  constructor(private readonly condition: OperationNode) {}

  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    const query = node as ScopableNode;
    queryRows(query);
    const condition = ParensNode.create(this.condition);
    const { where } = query;
    const both = where === undefined ? condition : AndNode.create(condition, ParensNode.create(where.where));
    return { ...query, where: WhereNode.create(both) };
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve(result);
  }
}
