import type { SelectType } from 'kysely';
import type { KindOf } from './column-kind.js';

type Table<DB> = keyof DB & string;
type Column<DB, T extends keyof DB> = keyof DB[T] & string;

/** What ties two tables: columns of the one, and the columns of the other that are equal to them. */
export type Link<DB, From extends keyof DB, To extends keyof DB> = Readonly<
  Partial<Record<Column<DB, From>, Column<DB, To>>>
>;

/** A relation to one row or to many rows of a table, where it is many to many through a table between. */
export type RelationDescription<DB, T extends keyof DB> = {
  [To in Table<DB>]:
    | { readonly one: To; readonly on: Link<DB, T, To> }
    | { readonly many: To; readonly on: Link<DB, T, To>; readonly through?: never }
    | ThroughDescription<DB, T, To>;
}[Table<DB>];

type ThroughDescription<DB, T extends keyof DB, To extends keyof DB> = {
  [Between in Table<DB>]: {
    readonly many: To;
    readonly through: Between;
    /** From this table to the one between. */
    readonly on: Link<DB, T, Between>;
    /** From the table between to the related one. */
    readonly to: Link<DB, Between, To>;
  };
}[Table<DB>];

/** What rules may read of a table. */
export interface TableDescription<DB, T extends keyof DB> {
  readonly columns: { readonly [C in Column<DB, T>]?: KindOf<NonNullable<SelectType<DB[T][C]>>> };
  /** By the name under which the objects that rules judge have the related rows. */
  readonly relations?: Readonly<Record<string, RelationDescription<DB, T>>>;
}
