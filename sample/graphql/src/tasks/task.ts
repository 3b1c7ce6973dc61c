import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Project } from '../projects/project.js';

@ObjectType()
export class Task {
  @Field(() => Int)
  readonly id!: number;

  @Field()
  readonly title!: string;

  @Field()
  done!: boolean;

  @Field(() => Project)
  readonly project!: Project;

  readonly assigneeId!: number;
}
