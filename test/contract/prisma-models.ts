import type { PrismaModel } from 'nestjs-permissions/prisma';

/** What a model of a generated client says of itself, as far as types go. */
type Model<Row extends object, Where extends object> = Readonly<
  Record<
    symbol,
    { types: { payload: { scalars: Row }; operations: { findMany: { args: { where?: Where; take?: number } } } } }
  >
>;

export interface Post {
  id: number;
  title: string | null;
}
export interface PostWhere {
  AND?: PostWhere | PostWhere[];
  OR?: PostWhere[];
  NOT?: PostWhere | PostWhere[];
  id?: number | { in?: number[]; gt?: number | undefined };
  title?: string | { contains?: string } | null;
}

/** A schema as a client carries it: with comments and texts that look like something else. */
const SCHEMA = `generator client {
  provider = "prisma-client"
}

datasource db {
  provider = "postgresql" // model Post {
}

/// model Post { id Boolean }
model Post {
  tags     Tag[]
  list     String[]
  flag     Boolean?
  hidden   String?                @ignore
  shape    Unsupported("circle")?
  id       Int                    @id @default(autoincrement()) @map("post_id")
  /// title Int @db.Citext
  title    String?                @default("} // @db.Citext \\" model X {") @db.VarChar(10) // @db.Char(1)
  folded   String?                @db.Citext
  uuid     String?                @db.Uuid
  small    Int?                   @db.SmallInt
  size     BigInt?
  ratio    Float?
  real     Float?                 @db.Real
  money    Decimal?
  json     Json?
  at       DateTime?              @db.Timestamptz(6)
  day      DateTime?              @db.Date
  color    Color?
  colors   Color[]
  ownerId  Int?
  owner    User?                  @relation(fields: [ownerId], references: [id])
  parentId Int?
  parent   Post?                  @relation("parents", fields: [parentId], references: [id])
  children Post[]                 @relation("parents")

  @@index([title, small(ops: raw("x"))])
}

model User {
  id    Int     @id
  name  String?
  posts Post[]
  boss  User?   @relation("bosses", fields: [bossId], references: [id])
  bossId Int?
  team  User[]  @relation("bosses")
}

model Tag {
  label String @id
  posts Post[]
}

model Switch {
  on Boolean @id
}

/**
 * model User {
 * }
 */
enum Color {
  red
  // blue
  one  @map("1")

  @@map("colors")
}
`;

/** The models of a client, less the methods: a model is known by its name and by the client it is of. */
export function modelsOf(
  activeProvider = 'postgresql',
  inlineSchema = SCHEMA,
): { post: Model<Post, PostWhere>; named: (name: string) => PrismaModel } {
  const $parent = { _engineConfig: { activeProvider, inlineSchema } };
  const named = ($name: string): never => ({ $name, $parent }) as never;
  return { post: named('Post'), named };
}

/** A reference to a field, which has a member that is undefined. */
export class FieldReference {
  readonly modelName = 'Post';
  readonly name = 'id';
  readonly isList = undefined;

  _toGraphQLInputType(): string {
    return 'IntFieldRefInput<Post>';
  }
}
