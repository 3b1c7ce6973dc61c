import { Injectable } from '@nestjs/common';
import { BasePermission, type PermissionContext, type Where } from 'nestjs-permissions';
import type { Person } from '../people/person.js';
import type { Project } from './project.js';

@Injectable()
export class IsProjectOwner extends BasePermission<Project, Person> {
  message = 'Only the owner of the project may do this.';
  code = 'not_owner';

  where({ user }: PermissionContext<Person>): Where<Project> {
    return user ? { ownerId: user.id } : false;
  }
}
