import { ParseIntPipe } from '@nestjs/common';
import { Args, Context, Int, Mutation, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import {
  IsAdminUser,
  IsAuthenticated,
  LoadedObject,
  LoadObject,
  or,
  Permissions,
  PermissionsService,
} from 'nestjs-permissions';
import type { Connection, Operation } from '../operation.js';
import { Person } from '../people/person.js';
import { IsMember } from '../projects/is-member.permission.js';
import { Project } from '../projects/project.js';
import { ProjectsService } from '../projects/projects.service.js';
import { IsAssignee } from './is-assignee.permission.js';
import { IsInProject } from './is-in-project.permission.js';
import { Task } from './task.js';
import { type TaskEvent, TasksService } from './tasks.service.js';

@Resolver(() => Task)
export class TasksResolver {
  constructor(
    private readonly tasks: TasksService,
    private readonly permissions: PermissionsService,
  ) {}

  @Mutation(() => Task, { description: 'For members of the project.' })
  @Permissions(IsMember)
  @LoadObject(ProjectsService, (projects, { projectId }) => projects.findOne(projectId), {
    params: { projectId: ParseIntPipe },
  })
  addTask(
    @Args('projectId', { type: () => Int }) _projectId: number,
    @Args('title') title: string,
    @LoadedObject() project: Project,
    @Context('req') { user }: { readonly user: Person },
  ): Task {
    return this.tasks.add(project, title, user.id);
  }

  /** Two aliases of it in one operation are two tasks: each is loaded and judged by itself. */
  @Mutation(() => Task, { nullable: true, description: 'For who has the task.' })
  @Permissions(IsAssignee)
  @LoadObject(TasksService, (tasks, { id }) => tasks.findOne(id), { params: { id: ParseIntPipe } })
  completeTask(@Args('id', { type: () => Int }) _id: number, @LoadedObject() task: Task): Task {
    return this.tasks.complete(task);
  }

  /** Permissions are asked when somebody subscribes. What each event needs, `filter` asks. */
  @Subscription(() => Task, {
    resolve: ([task]: TaskEvent) => task,
    filter(this: TasksResolver, [task]: TaskEvent, _args: unknown, { req }: Operation<Connection>) {
      return this.permissions.can(or(IsInProject, IsAdminUser), req.extra.user, task);
    },
  })
  @Permissions(IsAuthenticated)
  taskCompleted() {
    return this.tasks.completed();
  }

  @ResolveField(() => Person)
  assignee(@Parent() { assigneeId }: Task, @Context('people') people: Operation['people']): Promise<Person> {
    return people.load(assigneeId);
  }
}
