import { EventEmitter, on } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { Project } from '../projects/project.js';
import { ProjectsService } from '../projects/projects.service.js';
import type { Task } from './task.js';

/** What subscribers are told. */
export type TaskEvent = readonly [Task];

@Injectable()
export class TasksService {
  private readonly events = new EventEmitter();
  private readonly tasks: Task[];

  constructor(projects: ProjectsService) {
    const [garden, bridge] = projects.findAll() as [Project, Project];
    this.tasks = [
      { id: 1, title: 'Plant a tree', done: false, project: garden, assigneeId: 1 },
      { id: 2, title: 'Water it', done: false, project: garden, assigneeId: 2 },
      { id: 3, title: 'Draw the plan', done: false, project: bridge, assigneeId: 3 },
    ];
  }

  findOne(id: number): Task | undefined {
    return this.tasks.find((task) => task.id === id);
  }

  findByProject({ id }: Project): readonly Task[] {
    return this.tasks.filter(({ project }) => project.id === id);
  }

  add(project: Project, title: string, assigneeId: number): Task {
    const task = { id: this.tasks.length + 1, title, done: false, project, assigneeId };
    this.tasks.push(task);
    return task;
  }

  complete(task: Task): Task {
    task.done = true;
    this.events.emit('completed', task);
    return task;
  }

  /** Every task that is completed from now on. */
  completed(): AsyncIterable<TaskEvent> {
    return on(this.events, 'completed') as AsyncIterable<TaskEvent>;
  }
}
