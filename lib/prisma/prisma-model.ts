/**
 * A model of a Prisma client, such as `prisma.post`, or `tx.post` in a transaction: only what the types of every generated
 * client have in common, so that none of them is imported.
 */
export type PrismaModel = Readonly<
  Record<
    symbol,
    {
      readonly types: {
        readonly payload: { readonly scalars: object };
        readonly operations: { readonly findMany: { readonly args: { where?: object } } };
      };
    }
  >
>;

/** What the rows of a model hold, without its relations. */
export type ModelOf<M extends PrismaModel> = M[symbol]['types']['payload']['scalars'];

/** The `where` of a model, such as `Prisma.PostWhereInput`. */
export type WhereOf<M extends PrismaModel> = NonNullable<M[symbol]['types']['operations']['findMany']['args']['where']>;

/** What a client knows of its database and of the models it was generated for. */
export interface ClientConfig {
  readonly activeProvider: string;
  /** The text of the schema. */
  readonly inlineSchema: string;
}

/**
 * The name of a model, and the client that it is of. Which fields are lists, and how the database stores them, stands in
 * nothing that a model shows, but in the schema that the client carries for its query compiler.
 * @throws TypeError for what is no model of a client
 */
export function originOf(model: PrismaModel): { readonly name: string; readonly config: ClientConfig } {
  const { $name: name, $parent: client } = model as ModelShape;
  const config = client?._engineConfig;
  if (name === undefined || config?.activeProvider === undefined || config.inlineSchema === undefined) {
    throw new TypeError('scopedWhere() needs a model of a client of Prisma 7: write scopedWhere(prisma.post, scope).');
  }
  return { name, config: config as ClientConfig };
}

interface ModelShape {
  readonly $name?: string;
  readonly $parent?: { readonly _engineConfig?: Partial<ClientConfig> };
}
