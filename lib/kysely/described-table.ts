import type { Related } from '../index.js';
import type { ColumnKind } from './column-kind.js';

/** Columns of two tables that are equal. */
export type Pair = readonly [from: string, to: string];

/** A relation, of which everything is known. */
export interface DescribedRelation {
  readonly count: 'one' | 'many';
  readonly target: string;
  readonly on: readonly Pair[];
  readonly through?: { readonly table: string; readonly to: readonly Pair[] };
}

/** What was described of one table. */
export class DescribedTable {
  constructor(
    readonly name: string,
    private readonly columns: ReadonlyMap<string, ColumnKind>,
    private readonly relations: ReadonlyMap<string, DescribedRelation>,
  ) {}

  /**
   * How a column is compared.
   * @throws TypeError for a field that is no column, or not described
   */
  kindOf(field: string): ColumnKind {
    const kind = this.columns.get(field);
    if (kind !== undefined) return kind;
    throw new TypeError(
      this.relations.has(field)
        ? `${this.name}.${field} is a relation: compare a field of it, as in { ${field}: { id: … } }, or its own column.`
        : `${this.name} has no column \`${field}\` in describeTables(), which where() of a permission compares.`,
    );
  }

  /**
   * The relation that a condition follows.
   * @throws TypeError for a relation that is not described, or leads to another number of rows than the condition says
   */
  relation({ field, to }: Related): DescribedRelation {
    const name = `${this.name}.${field}`;
    const relation = this.relations.get(field);
    if (relation === undefined) {
      throw new TypeError(
        `${this.name} has no relation \`${field}\` in describeTables(), which where() of a permission follows.`,
      );
    }
    if (relation.count !== to) {
      const isMany = relation.count === 'many';
      const remedy = isMany ? `{ ${field}: { some: { … } } }` : `{ ${field}: { … } }`;
      throw new TypeError(`${name} leads to ${isMany ? 'many rows' : 'one row'}: write ${remedy}.`);
    }
    return relation;
  }
}
