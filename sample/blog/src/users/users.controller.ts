import { Controller, Get } from '@nestjs/common';
import { LoadedObject, LoadObject, modelPermissions, Permissions } from 'nestjs-permissions';
import { IdPipe } from '../database/id.pipe.js';
import { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** Who holds `user.view`, as administrators do; nothing about a user is looked up for anyone else. */
@Controller('users')
@Permissions(modelPermissions(User))
@LoadObject(UsersService, (users, { id }) => users.findOne(id), { params: { id: IdPipe } })
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  list(): Promise<User[]> {
    return this.users.findAll();
  }

  @Get(':id')
  retrieve(@LoadedObject() user: User): User {
    return user;
  }
}
