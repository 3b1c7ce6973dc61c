import { type ColumnKind, type Dialect, KINDS } from './column-kind.js';
import { type DescribedRelation, DescribedTable, type Pair } from './described-table.js';
import { DescribedTables } from './described-tables.js';
import type { TableDescription } from './table-description.js';

/** The tables of a database as rules see them; what is not described, no rule can read. */
export interface TablesDescription<DB> {
  readonly dialect: Dialect;
  readonly tables: { readonly [T in keyof DB & string]?: TableDescription<DB, T> };
}

/** A description whose types are not to be trusted. */
interface Loose {
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly relations?: Readonly<Record<string, LooseRelation>>;
}
interface LooseRelation {
  readonly one?: string;
  readonly many?: string;
  readonly on: Readonly<Record<string, string>>;
  readonly through?: string;
  readonly to?: Readonly<Record<string, string>>;
}

/**
 * Tells what Kysely does not know while the application runs: how columns are compared, and what leads from one table to
 * another. TypeScript holds it against the interface of the database.
 * @param description names columns and relations as the rows have them that are read
 * @throws TypeError for a dialect or a kind of column that is not known, and for a relation that is tied to nothing, or leads
 * to a table that is not described
 */
export function describeTables<DB>({ dialect, tables }: TablesDescription<DB>): DescribedTables<DB> {
  if (!Object.hasOwn(KINDS, dialect)) {
    throw new TypeError(`describeTables() got the dialect ${dialect}: write ${Object.keys(KINDS).join(', ')}.`);
  }
  const described = Object.entries(tables as Readonly<Record<string, Loose>>).map(([name, loose]) => {
    const columns = Object.entries(loose.columns).map(([column, kind]) => {
      if (KINDS[dialect].includes(kind)) return [column, kind] as const;
      throw new TypeError(
        `${name}.${column} is described as ${kind}, which ${dialect} does not have: ` +
          `write ${KINDS[dialect].join(', ')}.`,
      );
    });
    const relations = Object.entries(loose.relations ?? {}).map(([field, relation]) => {
      if (!Object.hasOwn(loose.columns, field)) {
        return [field, describedRelation(`${name}.${field}`, relation, tables)] as const;
      }
      throw new TypeError(`${name}.${field} is described as a column and as a relation: rename the relation.`);
    });
    return new DescribedTable(name, new Map(columns), new Map(relations));
  });
  return new DescribedTables(dialect, described);
}

function describedRelation(name: string, relation: LooseRelation, tables: object): DescribedRelation {
  const { one, many, through, on, to } = relation;
  const target = one ?? many;
  if (target === undefined || !Object.hasOwn(tables, target)) {
    throw new TypeError(`${name} leads to ${String(target)}, which is not described: describe that table, too.`);
  }
  const count = one === undefined ? 'many' : 'one';
  if (through === undefined) return { count, target, on: pairs(name, on) };
  return { count, target, on: pairs(name, on), through: { table: through, to: pairs(name, to) } };
}

// what is tied to nothing would be tied to every row
function pairs(name: string, link: Readonly<Record<string, string>> = {}): readonly Pair[] {
  const found = Object.entries(link);
  if (found.length > 0) return found;
  throw new TypeError(`${name} is tied to no column: write the columns of both tables, as in { authorId: 'id' }.`);
}
