import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { User } from './user.entity.js';

@Injectable()
export class UsersService {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  findAll(): Promise<User[]> {
    return this.users.find({ order: { id: 'ASC' } });
  }

  findOne(id: number): Promise<User | null> {
    return this.users.findOneBy({ id });
  }

  /** For sign-in: the one query that reads the password's hash. */
  findForSignIn(username: string): Promise<Pick<User, 'id' | 'passwordHash'> | null> {
    return this.users.findOne({ where: { username }, select: { id: true, passwordHash: true } });
  }
}
