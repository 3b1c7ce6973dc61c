import { Module } from '@nestjs/common';
import { ProjectsModule } from '../projects/projects.module.js';
import { ProjectTasksResolver } from './project-tasks.resolver.js';
import { TasksResolver } from './tasks.resolver.js';
import { TasksService } from './tasks.service.js';

@Module({
  imports: [ProjectsModule],
  providers: [TasksService, TasksResolver, ProjectTasksResolver],
})
export class TasksModule {}
