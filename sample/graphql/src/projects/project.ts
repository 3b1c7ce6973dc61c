import { Field, Int, ObjectType } from '@nestjs/graphql';

/** A project, and who belongs to it. */
@ObjectType()
export class Project {
  @Field(() => Int)
  readonly id!: number;

  @Field()
  name!: string;

  /** Not a field of its own: ProjectsResolver says who may read it. */
  readonly budget!: number;

  readonly ownerId!: number;

  readonly members!: readonly { readonly personId: number }[];
}
