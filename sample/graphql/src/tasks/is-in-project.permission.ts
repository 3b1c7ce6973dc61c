import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { Person } from '../people/person.js';
import type { Task } from './task.js';

/** A rule may follow relations: the task stands in a project of the caller's. */
@Injectable()
export class IsInProject extends BasePermission<Task, Person> {
  where({ user }: PermissionContext<Person>): Where<Task> {
    return user ? { project: { members: { some: { personId: user.id } } } } : false;
  }
}
