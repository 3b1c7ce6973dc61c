/** The values that a condition can compare, in memory and in every database alike. */
export type Comparable = string | number | bigint | boolean | Date;

type Ordered = number | bigint | Date;

/** What may be said of one field: a value that it equals, or one operator. */
export type FieldCondition<V extends Comparable> =
  | V
  | null
  | { readonly in: readonly V[] }
  | { readonly notIn: readonly V[] }
  | { readonly not: V | null }
  | (V extends Ordered ? { readonly gt: V } | { readonly gte: V } | { readonly lt: V } | { readonly lte: V } : never);

/** What may be said of a member of an object, by its type. */
type MemberCondition<V> = [V] extends [Comparable]
  ? FieldCondition<[V] extends [boolean] ? boolean : V>
  : V extends Promise<infer R>
    ? MemberCondition<NonNullable<R>>
    : V extends readonly (infer E)[]
      ? E extends object
        ? { readonly some: WhereConditions<E> }
        : never
      : V extends (...parameters: never[]) => unknown
        ? never
        : V extends object
          ? WhereConditions<V>
          : never;

/** Conditions that must all hold. Boolean logic lives in the expression, not here. */
export type WhereConditions<T> = {
  readonly [K in keyof T]?: MemberCondition<NonNullable<T[K]>>;
};

/** What `where()` answers: every object, none, or those that meet the conditions. */
export type Where<T> = boolean | WhereConditions<T>;
