import { ParseIntPipe } from '@nestjs/common';
import { Args, Context, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  AuthorizedScope,
  CheckObject,
  IsAdminUser,
  LoadedObject,
  LoadObject,
  type ObjectCheck,
  or,
  Permissions,
  type Scope,
} from 'nestjs-permissions';
import type { Operation } from '../operation.js';
import { Person } from '../people/person.js';
import { IsMember } from './is-member.permission.js';
import { IsProjectOwner } from './is-project-owner.permission.js';
import { Project } from './project.js';
import { ProjectsService } from './projects.service.js';

@Resolver(() => Project)
@Permissions(or(IsMember, IsAdminUser))
@LoadObject(ProjectsService, (projects, { id }) => projects.findOne(id), { params: { id: ParseIntPipe } })
export class ProjectsResolver {
  constructor(private readonly service: ProjectsService) {}

  @Query(() => [Project], { description: 'Your projects; an administrator sees all.' })
  projects(@AuthorizedScope() scope: Scope<Project>): readonly Project[] {
    return scope.filter(this.service.findAll());
  }

  @Query(() => Project)
  project(@Args('id', { type: () => Int }) _id: number, @LoadedObject() project: Project): Project {
    return project;
  }

  @Mutation(() => Project, { description: 'For its owner, and for administrators.' })
  @Permissions(or(IsProjectOwner, IsAdminUser))
  renameProject(
    @Args('id', { type: () => Int }) _id: number,
    @Args('name') name: string,
    @LoadedObject() project: Project,
  ): Project {
    project.name = name;
    return project;
  }

  /** A field with a permission of its own. Without `nullable`, one refusal would take the whole list with it. */
  @ResolveField(() => Int, { nullable: true, description: 'For the owner of the project, and for administrators.' })
  @Permissions(or(IsProjectOwner, IsAdminUser))
  async budget(@Parent() project: Project, @CheckObject() check: ObjectCheck): Promise<number> {
    await check(project);
    return project.budget;
  }

  /** Whoever was given a project may read its owner: a field that declares nothing asks nothing. */
  @ResolveField(() => Person)
  owner(@Parent() { ownerId }: Project, @Context('people') people: Operation['people']): Promise<Person> {
    return people.load(ownerId);
  }
}
