import { Field, Int, ObjectType } from '@nestjs/graphql';

/** Somebody who works here; as `context.user`, who is asking. */
@ObjectType()
export class Person {
  @Field(() => Int)
  readonly id!: number;

  @Field()
  readonly name!: string;

  /** Not a field of its own: PeopleResolver says who may read it. */
  readonly email!: string;

  readonly isStaff!: boolean;
}
