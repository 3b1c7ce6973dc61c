import { Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { LoadedObject, LoadObject, Permissions } from 'nestjs-permissions';
import { Throttles } from 'nestjs-permissions/throttler';
import { ObjectGrantsBackend } from 'nestjs-permissions/typeorm';
import { IdPipe, parseId } from '../database/id.pipe.js';
import { expectOneRow, NoSuchRow } from '../database/no-such-row.exception.js';
import { WRITING } from '../limits.js';
import { UsersService } from '../users/users.service.js';
import { IsAuthor } from './is-author.permission.js';
import { Post as BlogPost } from './post.entity.js';
import { PostsService } from './posts.service.js';

/** The author of a post lets others change it: this one post, until it is taken back or the post is deleted. */
@Controller('posts/:id/editors')
@Permissions(IsAuthor)
@LoadObject(PostsService, (posts, { id }) => posts.findOne(id), { params: { id: IdPipe } })
@Throttles(WRITING)
export class PostEditorsController {
  constructor(
    private readonly grants: ObjectGrantsBackend,
    private readonly users: UsersService,
  ) {}

  @Put(':userId')
  @HttpCode(204)
  async invite(@LoadedObject() post: BlogPost, @Param('userId') userId: string): Promise<void> {
    const id = idOf(userId);
    if ((await this.users.findOne(id)) === null) throw new NoSuchRow();
    await this.grants.grant({ user: id }, ['post.change'], post);
  }

  @Delete(':userId')
  @HttpCode(204)
  async dismiss(@LoadedObject() post: BlogPost, @Param('userId') userId: string): Promise<void> {
    expectOneRow({ affected: await this.grants.revoke({ user: idOf(userId) }, ['post.change'], post) });
  }
}

function idOf(userId: string): number {
  const id = parseId(userId);
  if (id === undefined) throw new NoSuchRow();
  return id;
}
