/** What the adapter reads of MikroORM, which 6 and 7 have in common. Nothing of MikroORM is imported: 7 is ESM only. */
export interface Orm {
  getMetadata(): { get(entity: unknown): EntityMetadata };
  getPlatform(): Platform;
  createQueryBuilder(entity: unknown): QueryBuilder;
  readonly config: { get(option: 'filters'): Readonly<Record<string, Filter>> };
}

/** A condition that MikroORM adds to queries by itself. */
export interface Filter {
  readonly default?: boolean;
  readonly entity?: unknown;
}

export interface Platform {
  /** Answers a raw fragment, of which both versions have a class that no object hands out. */
  getSearchJsonPropertyKey(path: string[], type: string, aliased: boolean): object;
}

export interface QueryBuilder {
  select(property: string): { where(condition: Condition): RawQueryBuilder | KnexQueryBuilder };
}

/** In MikroORM 7. */
export interface RawQueryBuilder {
  toRaw(): { readonly sql: string; readonly params: readonly unknown[] };
}

/** In MikroORM 6. */
export interface KnexQueryBuilder {
  getKnexQuery(): { toSQL(): { readonly sql: string; readonly bindings: readonly unknown[] } };
}

export interface EntityMetadata {
  readonly className: string;
  readonly class?: unknown;
  readonly properties: Readonly<Record<string, EntityProperty>>;
  readonly primaryKeys: readonly string[];
  readonly compositePK: boolean;
  readonly relations: readonly EntityProperty[];
  readonly filters: Readonly<Record<string, Filter>>;
  readonly schema?: string;
  readonly virtual?: boolean;
  readonly discriminatorColumn?: unknown;
  readonly inheritanceType?: string;
  readonly root: EntityMetadata;
}

export interface EntityProperty {
  readonly name: string;
  readonly kind: 'scalar' | 'm:1' | '1:1' | '1:m' | 'm:n' | 'embedded';
  readonly type: string;
  readonly runtimeType?: string;
  readonly columnTypes?: readonly string[];
  readonly fieldNames?: readonly string[];
  readonly customType?: CustomType;
  readonly persist?: boolean;
  readonly formula?: unknown;
  readonly embedded?: unknown;
  readonly array?: boolean;
  readonly enum?: boolean;
  readonly items?: readonly unknown[];
  readonly nativeEnumName?: string;
  readonly mapToPk?: boolean;
  readonly polymorphic?: boolean;
  readonly where?: unknown;
  readonly owner?: boolean;
  readonly mappedBy?: string;
  readonly targetMeta?: EntityMetadata;
  readonly targetKey?: string;
  readonly joinColumns?: readonly string[];
  readonly pivotEntity?: unknown;
}

export interface CustomType {
  convertToDatabaseValue(value: unknown, platform: Platform, context: object): unknown;
  convertToJSValue(value: unknown, platform: Platform): unknown;
  readonly convertToDatabaseValueSQL?: unknown;
  readonly convertToJSValueSQL?: unknown;
}

/** A condition of MikroORM. */
export type Condition = Readonly<Record<string | symbol, unknown>>;
