import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Project } from '../projects/project.js';
import { Task } from './task.js';
import { TasksService } from './tasks.service.js';

/** What the tasks add to a project: whoever was given the project may read them. */
@Resolver(() => Project)
export class ProjectTasksResolver {
  constructor(private readonly service: TasksService) {}

  @ResolveField(() => [Task])
  tasks(@Parent() project: Project): readonly Task[] {
    return this.service.findByProject(project);
  }
}
