import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { Person } from '../people/person.js';
import type { Project } from './project.js';

@Injectable()
export class IsMember extends BasePermission<Project, Person> {
  message = 'Only members of the project may do this.';
  code = 'not_member';

  /** One rule, two uses: it checks a loaded project, and it filters the list. */
  where({ user }: PermissionContext<Person>): Where<Project> {
    return user ? { members: { some: { personId: user.id } } } : false;
  }
}
