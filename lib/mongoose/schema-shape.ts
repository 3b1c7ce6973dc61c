/** What is read of a path of a schema; Mongoose's types leave most of it out. */
export interface PathShape {
  /** The name of its type, as in `String`. */
  readonly instance: string;
  readonly options: { readonly default?: unknown; readonly ref?: unknown };
  readonly isRequired?: boolean;
  readonly defaultValue?: unknown;
  readonly getters: readonly unknown[];
  readonly setters: readonly unknown[];
  /** Of the sub-documents that stand there. */
  readonly schema?: SchemaShape;
  readonly $isMongooseDocumentArray?: boolean;
  /** Of the elements of an array: Mongoose 9, and before. */
  readonly embeddedSchemaType?: PathShape | null;
  readonly caster?: PathShape | null;
  getDefault(): unknown;
  applyGetters(value: unknown, document: unknown): unknown;
  castForQuery(operator: null, value: unknown): unknown;
}

/** What is read of a schema. */
export interface SchemaShape {
  readonly paths: Readonly<Record<string, PathShape>>;
  /** The objects that have no schema of their own. */
  readonly nested: Readonly<Record<string, boolean>>;
  readonly virtuals: Readonly<Record<string, { readonly getters: readonly unknown[] }>>;
  readonly options: { readonly collation?: { readonly locale?: string } };
  readonly discriminators?: Readonly<Record<string, SchemaShape>>;
}
