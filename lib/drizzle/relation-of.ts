import {
  type Column,
  is,
  Many,
  type NormalizedRelation,
  normalizeRelation,
  type Relation,
  type Table,
  type TableRelationalConfig,
  type TablesRelationalConfig,
} from 'drizzle-orm';
import type { Related } from '../index.js';
import { schemaNameOf, tableNameOf } from './rows.js';

/** What a scope needs of a database of Drizzle: its relations, which it has if `drizzle()` was given the `schema`. */
export interface ScopableDatabase {
  readonly _: {
    readonly schema: TablesRelationalConfig | undefined;
    readonly tableNamesMap: Record<string, string>;
  };
}

/** The table behind a relation, and the columns that tie its rows to those that have the relation. */
export interface Link {
  readonly target: Table;
  readonly pairs: readonly (readonly [own: Column, related: Column])[];
}

/**
 * Finds a relation in the schema.
 * @throws TypeError for a relation that is not there, or leads to another number of rows than the condition says
 */
export function relationOf(db: ScopableDatabase, table: Table, { field, to }: Related): Link {
  const name = `${tableNameOf(table)}.${field}`;
  const config = configOf(db, table);
  if (config === undefined) {
    throw new TypeError(
      `${name} cannot be followed, because the database does not know the relations of ${tableNameOf(table)}: give ` +
        'drizzle() the schema with all tables and relations, as in drizzle(client, { schema }).',
    );
  }
  const relation = Object.hasOwn(config.relations, field) ? config.relations[field] : undefined;
  if (relation === undefined) {
    throw new TypeError(`${tableNameOf(table)} has no relation \`${field}\`, which where() of a permission follows.`);
  }
  const isMany = is(relation, Many);
  if (isMany !== (to === 'many')) {
    const remedy = isMany ? `{ ${field}: { some: { … } } }` : `{ ${field}: { … } }`;
    throw new TypeError(`${name} leads to ${isMany ? 'many rows' : 'one row'}: write ${remedy}.`);
  }
  const { fields, references } = normalized(db, relation, name);
  if (fields.length === 0 || fields.length !== references.length) {
    throw new TypeError(`${name} cannot be followed: it needs as many references as fields, and at least one.`);
  }
  return {
    target: relation.referencedTable,
    pairs: fields.map((own, index) => [own, references[index] as Column] as const),
  };
}

/** Whether the schema has such a relation. */
export function isRelation(db: ScopableDatabase, table: Table, field: string): boolean {
  return Object.hasOwn(configOf(db, table)?.relations ?? {}, field);
}

function configOf({ _: { schema = {} } }: ScopableDatabase, table: Table): TableRelationalConfig | undefined {
  const [name, namespace] = [tableNameOf(table), schemaNameOf(table)];
  return Object.values(schema).find((config) => config.dbName === name && config.schema === namespace);
}

function normalized({ _ }: ScopableDatabase, relation: Relation, name: string): NormalizedRelation {
  try {
    return normalizeRelation(_.schema as TablesRelationalConfig, _.tableNamesMap, relation);
  } catch (cause) {
    throw new TypeError(`${name} cannot be followed: ${(cause as Error).message}.`, { cause });
  }
}
