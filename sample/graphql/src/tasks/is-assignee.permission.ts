import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { Person } from '../people/person.js';
import type { Task } from './task.js';

@Injectable()
export class IsAssignee extends BasePermission<Task, Person> {
  message = 'Only who has the task may complete it.';
  code = 'not_assignee';

  where({ user }: PermissionContext<Person>): Where<Task> {
    return user ? { assigneeId: user.id } : false;
  }
}
